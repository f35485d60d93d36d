package io.bwe.remb;

/**
 * Keeps the tasks of an interceptor going. What a round of a task throws is counted and logged, and after a pause the
 * task tries again: a task that ended at the first want of memory would be the end of all REMBs.
 *
 * <p>May be used from any thread. Never throws.
 */
final class TaskGuard {
    /** After a failure, for what went wrong may go wrong again at once: 10 ms. */
    private static final long PAUSE_NS = 10_000_000;

    private final RembStatistics statistics;
    private final TroubleLog log;

    TaskGuard(RembStatistics statistics, TroubleLog log) {
        this.statistics = statistics;
        this.log = log;
    }

    /**
     * Does something, and pauses if it fails.
     *
     * @param failure what to report then
     * @param step what to do
     * @return false if it threw
     */
    boolean attempt(String failure, Runnable step) {
        try {
            step.run();
            return true;
        } catch (Throwable e) {
            failed(failure, e);
            pause();
            return false;
        }
    }

    /**
     * Does something again and again until it does not throw, or this thread is interrupted: close has waited long
     * enough then.
     *
     * @return false if it was given up
     */
    boolean insist(String failure, Runnable step) {
        while (!attempt(failure, step)) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }

    /** Something failed that the interceptor does itself. */
    void failed(String what, Throwable thrown) {
        statistics.workerThrows.incrementAndGet();
        log.report(what, thrown);
    }

    /** Sleeps a little if there is memory to, else gives way. */
    static void pause() {
        try {
            Alarm.sleep(PAUSE_NS);
        } catch (Throwable e) {
            yieldIfPossible();
        }
    }

    private static void yieldIfPossible() {
        try {
            Thread.yield();
        } catch (Throwable e) {
            // A thread that can neither sleep nor yield has only its next round.
        }
    }
}
