package io.bwe.api;

import java.util.Optional;

/**
 * An estimator that runs beside the one that drives the REMBs, on the same packets in the same order. So a new one can
 * be tried on live traffic at no risk, and can take over once it has proved itself.
 *
 * <p>A shadow costs what its estimator costs: it runs in the same task. One that throws is dropped at once and counted;
 * the others and the running estimator do not notice.
 *
 * <p>All methods may be called from any thread at any time, and none blocks.
 */
public interface ShadowEstimator extends AutoCloseable {
    /**
     * Which estimator it is.
     *
     * @return its provider's name
     */
    String name();

    /**
     * What it says now, or said last.
     *
     * @return its latest conclusions; never null, {@link EstimateView#NONE} before the first
     */
    EstimateView estimate();

    /**
     * What it is doing.
     *
     * @return the state
     */
    State state();

    /**
     * Why it was dropped.
     *
     * @return what it threw; empty unless the state is {@link State#DROPPED}
     */
    Optional<Throwable> failure();

    /**
     * Asks it to drive the REMBs in place of the running estimator. It does so as soon as it is warm: it has had
     * packets for the interceptor's warm-up time and for longer than the idle time-out (so it knows every live stream),
     * and its packets have led it to an estimate. Until then the running
     * estimator goes on, so there is no gap, and no estimate without evidence is told to anybody. Where the running
     * estimator is out of action or has no estimate itself, its own estimate is enough. The estimator that it replaces
     * ends.
     *
     * <p>Of several that were asked, the last one asked takes over; the others stay shadows. So to ask the one that
     * drives withdraws what was asked of another. Does nothing if the shadow is over.
     */
    void takeOver();

    /** Ends it. Does nothing if it is over already, or drives: the running estimator is replaced, not closed. */
    @Override
    void close();

    /** What a shadow is doing. */
    enum State {
        /** It takes packets and concludes for itself. */
        RUNNING,
        /** As before, and it will drive the REMBs as soon as it is warm. */
        WARMING_UP,
        /** It drives the REMBs. */
        DRIVING,
        /** It threw and is over. */
        DROPPED,
        /** It was closed, or replaced by another, or the interceptor was closed. */
        CLOSED
    }
}
