package io.bwe.api;

import java.time.Duration;

/**
 * A running bandwidth estimation: what it says, and what an application can do about it.
 *
 * <p>All methods may be called from any thread at any time, also after the interceptor was closed, and none blocks.
 */
public interface BandwidthControl {
    /** The argument of {@link #cap(long)} that lifts the cap. */
    long NO_CAP = Long.MAX_VALUE;

    /**
     * What the estimator says now.
     *
     * @return the latest conclusions; never null, {@link EstimateView#NONE} before the first
     */
    EstimateView estimate();

    /**
     * Asks to be told about changes.
     *
     * @param listener is told
     * @return ends it when closed
     */
    Subscription subscribe(EstimateListener listener);

    /**
     * Limits what the sender is told. The estimator goes on as if there were no cap.
     *
     * @param bps the highest rate in bits per second that a REMB may name, 1 or more; {@link #NO_CAP} (the default) for
     *        no limit
     * @throws IllegalArgumentException if it is less than 1
     */
    void cap(long bps);

    /**
     * Stops or resumes telling the sender. The estimator goes on as if nothing were muted.
     *
     * @param muted true to send no more REMBs; default false
     */
    void mute(boolean muted);

    /**
     * Supplies a measurement of the round-trip time to the sender, for applications that know it better than the RTCP
     * that passes by.
     *
     * @param rtt the round-trip time, more than zero
     * @throws IllegalArgumentException if it is zero or negative
     */
    void onRtt(Duration rtt);

    /** Makes the estimator forget everything it learned, after the packets received so far. */
    void reset();

    /**
     * Counts of what has happened.
     *
     * @return a live view, the same object at every call
     */
    InterceptorStatistics statistics();

    /**
     * How {@link Interceptor#close()} went.
     *
     * @return the report, {@link CloseReport#OPEN} before close() has returned once
     */
    CloseReport closeReport();

    /** A subscription to changes. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        /** Ends it. A call that is under way may still finish. Does nothing the second time. */
        @Override
        void close();
    }
}
