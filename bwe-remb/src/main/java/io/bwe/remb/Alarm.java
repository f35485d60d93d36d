package io.bwe.remb;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes one thread after a while.
 *
 * <p>For virtual threads, instead of a park with a time-out: that sets its timer when the thread has left its carrier
 * already, and where there is no memory for the timer nobody learns of it and the thread never runs again (JDK 25). An
 * alarm is set while the thread still runs, so that want of memory is thrown where it can be caught; the park then has
 * no time-out.
 */
final class Alarm implements Runnable, Executor {
    private final Thread thread = Thread.currentThread();
    private volatile boolean rung;

    private Alarm() {
    }

    /** Sets one for the calling thread, which is unparked when the time has come. */
    static Alarm in(long nanos) {
        Alarm alarm = new Alarm();
        // An executor that runs what it is given does so on the JDK's own timer thread.
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, alarm).execute(alarm);
        return alarm;
    }

    /** Sleeps for a while, or until this thread is interrupted. */
    static void sleep(long nanos) {
        Alarm alarm = in(nanos);
        while (!alarm.hasRung() && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(alarm);
        }
    }

    boolean hasRung() {
        return rung;
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    /** The time has come. */
    @Override
    public void run() {
        rung = true;
        try {
            LockSupport.unpark(thread);
        } catch (Throwable e) {
            // Else it would be the end of the JDK's timer thread, and of all timers of this JVM.
        }
    }
}
