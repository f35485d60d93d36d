package io.bwe.browser;

import java.util.concurrent.TimeUnit;

/** Waits for threads. */
final class Threads {
    private Threads() {
    }

    /** Waits until a thread has ended, for a time at most. An interrupt is remembered for the caller and ends nothing. */
    static void join(Thread thread, long waitMs) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        boolean interrupted = false;
        long leftNs;
        while (thread.isAlive() && (leftNs = endNs - System.nanoTime()) > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, leftNs);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
