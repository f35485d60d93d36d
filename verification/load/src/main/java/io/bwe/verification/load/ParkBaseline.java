package io.bwe.verification.load;

import java.util.concurrent.locks.LockSupport;

/**
 * What the JDK takes to let a virtual thread that does nothing run and park again: the least that a task costs. One
 * virtual thread unparks many others, round after round, as a transport's task does with those of its streams.
 *
 * @param cpuUs of the whole process, for one wake-up
 * @param bytes allocated by the whole process, for one wake-up
 */
record ParkBaseline(double cpuUs, double bytes) {
    private static final int SLEEPERS = 1_000;
    private static final long ROUND_NS = 20_000_000;

    /** Wakes them every 20 ms. Takes twice as long as is measured, for it warms up first. */
    static ParkBaseline measure(int seconds) {
        SleepingThread[] sleepers = new SleepingThread[SLEEPERS];
        for (int i = 0; i < SLEEPERS; i++) {
            sleepers[i] = new SleepingThread();
        }
        long rounds = seconds * 1_000_000_000L / ROUND_NS;
        wakeAll(sleepers, rounds);
        long wokenBefore = woken(sleepers);
        Usage before = Usage.now();
        wakeAll(sleepers, rounds);
        Usage used = Usage.now().since(before);
        long woken = woken(sleepers) - wokenBefore;
        for (SleepingThread sleeper : sleepers) {
            sleeper.end();
        }
        return new ParkBaseline(used.cpuNs() / 1e3 / woken, (double) used.allocatedBytes() / woken);
    }

    private static void wakeAll(SleepingThread[] sleepers, long rounds) {
        Thread waker = Thread.ofVirtual().start(() -> {
            for (long round = 0; round < rounds; round++) {
                for (SleepingThread sleeper : sleepers) {
                    LockSupport.unpark(sleeper.thread);
                }
                LockSupport.parkNanos(ROUND_NS);
            }
        });
        try {
            waker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static long woken(SleepingThread[] sleepers) {
        long woken = 0;
        for (SleepingThread sleeper : sleepers) {
            woken += sleeper.woken;
        }
        return woken;
    }

    private static final class SleepingThread implements Runnable {
        private volatile boolean over;
        /** Written by its own thread only. */
        private volatile long woken;
        private final Thread thread = Thread.ofVirtual().start(this);

        @Override
        public void run() {
            long count = 0;
            while (!over) {
                LockSupport.park(this);
                count++;
                woken = count;
            }
        }

        void end() {
            over = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public String toString() {
        return "the JDK's own wake-up of a virtual thread: %.2f us of CPU, %.1f bytes".formatted(cpuUs, bytes);
    }
}
