package io.bwe.api;

import io.bwe.api.spi.EstimatorProvider;
import java.time.Duration;
import java.util.List;

/**
 * A running bandwidth estimation: what it says, and what an application can do about it.
 *
 * <p>All methods may be called from any thread at any time, and none blocks. After the interceptor was closed the
 * readings stay, no shadow can be started, and nothing else has an effect.
 *
 * <p>{@link Object#toString()} is the name by which recordings of the JDK Flight Recorder call the interceptor, if it
 * writes any.
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
     * Which estimator drives the REMBs now.
     *
     * @return its provider's name
     */
    String estimatorName();

    /**
     * Starts an estimator as a shadow: it takes the same packets as the one that drives the REMBs, and nobody but who
     * asks for its estimate hears of it. It is looked up on the calling thread and gets the limits of the running
     * estimator's configuration, without start and without options. It sees the streams that the interceptor estimates
     * already, so one that needs no send time sees no more than the others.
     *
     * @param estimator a provider's name
     * @return the shadow, which runs until it is closed or the interceptor is
     * @throws ProviderException if no provider has that name
     * @throws IllegalStateException if the interceptor is closed
     */
    ShadowEstimator shadow(String estimator);

    /**
     * Starts an estimator with options, or of a provider at hand, as a shadow.
     *
     * @param provider creates the estimator, on the calling thread
     * @param config what it is created from, the start aside: what a shadow concludes rests on packets alone
     * @return the shadow
     * @throws IllegalArgumentException if the provider refuses the configuration, or its idle time-out is not the
     *         interceptor's
     * @throws IllegalStateException if the interceptor is closed
     */
    ShadowEstimator shadow(EstimatorProvider provider, EstimatorConfig config);

    /**
     * The shadows that run now.
     *
     * @return their handles in the order in which they were started, immutable
     */
    List<ShadowEstimator> shadows();

    /**
     * Replaces the running estimator: starts another as a shadow and lets it take over when it is warm. See
     * {@link ShadowEstimator#takeOver()} for when that is; until then everything stays as it is.
     *
     * @param estimator a provider's name
     * @return the new estimator, which tells when it drives
     * @throws ProviderException if no provider has that name
     * @throws IllegalStateException if the interceptor is closed
     */
    default ShadowEstimator swapEstimator(String estimator) {
        ShadowEstimator next = shadow(estimator);
        next.takeOver();
        return next;
    }

    /**
     * Replaces the running estimator by one with options, or of a provider at hand.
     *
     * @param provider creates the estimator, on the calling thread
     * @param config what it is created from, the start aside
     * @return the new estimator, which tells when it drives
     * @throws IllegalArgumentException if the provider refuses the configuration, or its idle time-out is not the
     *         interceptor's
     * @throws IllegalStateException if the interceptor is closed
     */
    default ShadowEstimator swapEstimator(EstimatorProvider provider, EstimatorConfig config) {
        ShadowEstimator next = shadow(provider, config);
        next.takeOver();
        return next;
    }

    /**
     * Asks to be told about changes.
     *
     * @param listener is told
     * @return ends it when closed
     */
    Subscription subscribe(EstimateListener listener);

    /**
     * Asks to be told in words what the running estimator does and why, for logs. Begins with the next packet. While
     * somebody is told, each packet costs some hundred nanoseconds more, in the task that runs the estimator; otherwise
     * nothing. A listener that is so slow that dozens wait misses the newest
     * ({@link InterceptorStatistics#explanationsDropped()}).
     *
     * @param listener is told
     * @return ends it when closed
     */
    Subscription explain(ExplanationListener listener);

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
     * Supplies a measurement of the round-trip time to the sender to all estimators, for applications that know it better than the RTCP
     * that passes by.
     *
     * @param rtt the round-trip time, more than zero
     * @throws IllegalArgumentException if it is zero or negative
     */
    void onRtt(Duration rtt);

    /**
     * Makes the running estimator and all shadows forget everything they learned, after the packets received so far. A
     * shadow that is to take over has to warm up again.
     */
    void reset();

    /**
     * Counts of what has happened.
     *
     * @return a live view, the same object at every call
     */
    InterceptorStatistics statistics();

    /**
     * Has something run once when the interceptor is closed: for what has to go with it, such as its metrics.
     *
     * <p>It runs on a thread of the interceptor's, after the last packet was estimated and before
     * {@link Interceptor#close()} returns, unless that cannot wait any longer: it holds close() up no more than a writer
     * or listener does. If the interceptor's own tasks do not end in time it runs when close() gives up waiting for them.
     * If the interceptor has ended already it runs on the calling thread, before this method returns. What it throws is
     * counted among the {@link InterceptorStatistics#listenerErrors()} and harms nothing else. It should not block.
     *
     * @param action is run once
     * @return withdraws it when closed, unless it has begun
     */
    Subscription onClose(Runnable action);

    /**
     * How {@link Interceptor#close()} went.
     *
     * @return the report, {@link CloseReport#OPEN} before close() has returned once
     */
    CloseReport closeReport();

    /** A subscription to changes, or to the end. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        /** Ends it. A call that is under way may still finish. Does nothing the second time. */
        @Override
        void close();
    }
}
