package io.bwe.remb;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one task sleep until somebody has work for it, at the lowest price for whoever brings the work: unparking a
 * thread costs microseconds, so {@link #wake()} does it only when the task sleeps, and otherwise reads one field.
 *
 * <p>No wake-up is lost: the task says that it sleeps and <em>then</em> looks for work; others bring work and
 * <em>then</em> look whether it sleeps.
 */
final class Sleeper {
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile @Nullable Thread task;
    private volatile boolean napInterrupted;

    /** The calling thread is the one that sleeps. */
    void enter() {
        task = Thread.currentThread();
    }

    /**
     * Sleeps until {@link #wake()}, an interrupt, or for no reason at all, unless there is work. The task only.
     *
     * @param hasWork looked at after this task can be seen to sleep
     */
    void sleepUnless(BooleanSupplier hasWork) {
        try {
            if (lieDown(hasWork)) {
                while (isAsleep() && !Thread.currentThread().isInterrupted()) {
                    LockSupport.park(this);
                    if (hasWork.getAsBoolean()) {
                        break; // nudged
                    }
                }
            }
        } finally {
            asleep.set(false);
        }
    }

    /**
     * What makes sure that no wake-up is lost, without the parking: says that the task sleeps and then looks for work.
     *
     * @return whether it may park now, until it {@linkplain #isAsleep() sleeps} no more
     */
    boolean lieDown(BooleanSupplier hasWork) {
        asleep.set(true);
        return !hasWork.getAsBoolean();
    }

    boolean isAsleep() {
        return asleep.get();
    }

    /** Sleeps for a while; {@link #wake()} does not shorten it, {@link #interruptNap()} does. The task only. */
    void nap(long nanos) {
        long endNs = System.nanoTime() + nanos;
        Alarm alarm = Alarm.in(nanos);
        // Until its own alarm: left to ring during later naps, alarms would go on cutting those short. Or until it is
        // nudged after that time: alarms ring on a thread that the whole JVM shares, and that may be held up.
        while (!alarm.hasRung() && System.nanoTime() - endNs < 0 && !napInterrupted
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        napInterrupted = false;
    }

    /**
     * Wakes the task if it sleeps for lack of work. Any thread; never blocks.
     *
     * @return whether this call woke it
     */
    boolean wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(task);
            return true;
        }
        return false;
    }

    /**
     * Has the task look whether there is work, or its nap is over, and go on sleeping if not. Any thread; never blocks.
     */
    void nudge() {
        LockSupport.unpark(task);
    }

    /** Wakes the task also from a nap, or from its next. Any thread; never blocks. */
    void interruptNap() {
        napInterrupted = true;
        asleep.set(false);
        LockSupport.unpark(task);
    }
}
