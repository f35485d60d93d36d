package io.bwe.remb;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.BooleanSupplier;

/**
 * Whether a stream has a task, and who may give it one. The state machine only: no thread, no parking, no queue.
 *
 * <pre>
 *            request (producer or transport)      claimStart (transport)        started (task)
 *   ENDED ───────────────────────────► REQUESTED ─────────────────► STARTING ─────────────────► RUNNING
 *     ▲ ▲                                                               │                        ▲  │ ▲
 *     │ └──────────────────────── startFailed (owner) ──────────────────┘          wake (transport)  │ │ park (task)
 *     │                                                                                        │ ▼ │
 *     └────────────────────────────────── end (task) ◄─────────────────────────────────────── PARKED/RUNNING
 * </pre>
 *
 * <p>While the task is PARKED the transport may do some of its work and leave it PARKED (HELPED meanwhile).
 *
 * <p>From ENDED and REQUESTED the transport can also retire a stream that is over; that is final.
 *
 * <p>The two sides that may miss each other at the end are ordered so that they cannot: the task sets ENDED and
 * <em>then</em> looks whether the queue is empty; a producer offers and <em>then</em> reads the state. At least one of
 * them sees the other, and the compare-and-set out of ENDED decides which acts. So no packet is left without a task,
 * and there are never two tasks.
 */
final class StreamLifecycle {
    private static final int RETIRED = 0;
    private static final int ENDED = 1;
    private static final int REQUESTED = 2;
    private static final int STARTING = 3;
    private static final int RUNNING = 4;
    private static final int PARKED = 5;
    private static final int HELPED = 6;

    /** No object of its own, for there are many streams. */
    private static final AtomicIntegerFieldUpdater<StreamLifecycle> STATE = AtomicIntegerFieldUpdater
            .newUpdater(StreamLifecycle.class, "state");

    private volatile int state = ENDED;

    /**
     * Asks for a task if there is none. Called after a packet was offered, by any thread.
     *
     * @return true if this call asked for it
     */
    boolean request() {
        return state == ENDED && STATE.compareAndSet(this, ENDED, REQUESTED);
    }

    /** Whether a task was asked for and nobody has taken that up. */
    boolean isRequested() {
        return state == REQUESTED;
    }

    /** Takes up a request, so that it is carried out once. Transport task only. */
    boolean claimStart() {
        return state == REQUESTED && STATE.compareAndSet(this, REQUESTED, STARTING);
    }

    /** The task that was to be started will not run; if its thread comes all the same, it {@linkplain #started() may not}. */
    void startFailed() {
        STATE.compareAndSet(this, STARTING, ENDED);
    }

    /**
     * The task runs. Stream task only.
     *
     * @return false if it must not, because its start was given up as failed
     */
    boolean started() {
        return STATE.compareAndSet(this, STARTING, RUNNING);
    }

    /** The task has moved everything it found and goes to sleep. Stream task only. */
    void park() {
        state = PARKED;
    }

    boolean isParked() {
        return state == PARKED;
    }

    /** Whether the task has to sleep on. Stream task only. */
    boolean isAsleep() {
        int now = state;
        return now == PARKED || now == HELPED;
    }

    /**
     * Lets the caller do the work of a task that sleeps and goes on sleeping, until {@link #helped()}. Transport task
     * only.
     *
     * @return false if the task does not sleep
     */
    boolean help() {
        return state == PARKED && STATE.compareAndSet(this, PARKED, HELPED);
    }

    /** The work has been done. Transport task only. */
    void helped() {
        STATE.compareAndSet(this, HELPED, PARKED); // unless the task was interrupted meanwhile
    }

    /**
     * Lets a sleeping task run. Transport task only.
     *
     * @return true if it slept and must be unparked
     */
    boolean wake() {
        return state == PARKED && STATE.compareAndSet(this, PARKED, RUNNING);
    }

    /**
     * Ends the task unless a packet came meanwhile. Stream task only.
     *
     * @param queueIsEmpty whether no packet waits, judged by the queue's indices: a producer may be halfway through an
     *        offer
     * @return true if the task must end now; false if it goes on running
     */
    boolean end(BooleanSupplier queueIsEmpty) {
        state = ENDED;
        return queueIsEmpty.getAsBoolean() || !STATE.compareAndSet(this, ENDED, RUNNING);
    }

    /** The task is gone, whatever waits. For tasks that were interrupted or failed; stream task only. */
    void abandon() {
        state = ENDED;
    }

    /**
     * Sees that the stream never has a task again, so that the caller may do a task's work. That ENDED was read would
     * not be enough: the task may have said so and not looked at its queue yet, and go on after that. Transport task
     * only.
     *
     * @return true if there is no task and will be none; false if there is one still, and this has to be tried again
     */
    boolean retire() {
        int now = state;
        return now == RETIRED || (now == ENDED || now == REQUESTED) && STATE.compareAndSet(this, now, RETIRED);
    }

    /** Whether there will never be a task again. */
    boolean isRetired() {
        return state == RETIRED;
    }

    /** Whether there is no task and none was asked for; that may change at once, even if no packet comes. */
    boolean hasEnded() {
        int now = state;
        return now == ENDED || now == RETIRED;
    }

    /**
     * Whether no task is about to hand packets on. Read <em>after</em> finding the queue empty, it means that everything
     * offered before has been handed on.
     */
    boolean isQuiet() {
        int now = state;
        return now == ENDED || now == PARKED || now == RETIRED;
    }

    /** Whether a task runs or sleeps. */
    boolean hasTask() {
        return state >= RUNNING;
    }
}
