package io.bwe.api;

/**
 * Is told when an estimate has changed.
 *
 * <p><b>A listener must not block.</b> It is called by a thread of the interceptor, by one at a time, never after
 * {@link Interceptor#close()} has returned. Changes that follow each other quickly may be told as one; the last one
 * before close() is always told. What a listener throws is counted and ignored.
 */
@FunctionalInterface
public interface EstimateListener {
    /**
     * Estimate, usage or the set of live streams has changed.
     *
     * @param estimate what holds now
     */
    void onEstimate(EstimateView estimate);
}
