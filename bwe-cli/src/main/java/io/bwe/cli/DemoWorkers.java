package io.bwe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of one run. Each repeats its work until the run is stopped; the first failure of one stops the run.
 * Threads are started and ended by one thread; {@link #stop()} may be called from any.
 */
final class DemoWorkers implements AutoCloseable {
    /** How long a thread may take to end once it was interrupted. */
    private static final long END_TIMEOUT_MS = 2_000;

    /** What a thread repeats. */
    @FunctionalInterface
    interface Work {
        /**
         * Does one piece of it; waits interruptibly.
         *
         * @throws Exception if it fails, or after an interrupt
         */
        void run() throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<String> failure = new AtomicReference<>();

    /**
     * Starts a thread.
     *
     * @param name its name without the common prefix
     * @param work what it repeats
     */
    void start(String name, Work work) {
        Thread thread = new Thread(() -> repeat(name, work), "bwe-demo-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void repeat(String name, Work work) {
        try {
            while (stopped.getCount() > 0) {
                work.run();
            }
        } catch (Throwable e) {
            // An interrupted wait and a closed socket are how a thread ends once the run is over.
            if (stopped.getCount() > 0) {
                failure.compareAndSet(null, name + " failed: " + e);
                stop();
            }
        }
    }

    /** Ends the run early, or for good. */
    void stop() {
        stopped.countDown();
    }

    /**
     * Waits.
     *
     * @param ns how long, in nanoseconds
     * @return true if the run was stopped
     * @throws InterruptedException if the calling thread is interrupted
     */
    boolean awaitStop(long ns) throws InterruptedException {
        return stopped.await(ns, TimeUnit.NANOSECONDS);
    }

    /** What stopped the run, if a thread failed or would not end. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops the run and waits for its threads. */
    @Override
    public void close() {
        stop();
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(END_TIMEOUT_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                failure.compareAndSet(null, thread.getName() + " did not end");
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
