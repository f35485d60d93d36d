package io.bwe.delay;

/**
 * Remembers at what throughput the path was over-used before: a smoothed mean and how far samples stray from it.
 *
 * <p>Follows libwebrtc's LinkCapacityEstimator, M128.
 */
final class LinkCapacityEstimator {
    /** Weight of a new sample. */
    private static final double ALPHA = 0.05;
    /** Start of the deviation. */
    private static final double INITIAL_DEVIATION = 0.4;
    /** Limits of the deviation, 14 and 35 kb/s at 500 kb/s; 32-bit constants in the reference. */
    private static final double MIN_DEVIATION = 0.4f;
    private static final double MAX_DEVIATION = 2.5f;
    /** Bounds lie so many standard deviations away. */
    private static final double BOUND_DEVIATIONS = 3;
    private static final double NONE = -1;

    private double estimateKbps = NONE;
    /** Variance over mean: the variance of a rate grows with the rate. */
    private double normalizedVariance = INITIAL_DEVIATION;

    /**
     * Takes the throughput at an over-use.
     *
     * @param throughputBps bits per second
     */
    void onOveruseDetected(long throughputBps) {
        double sampleKbps = Units.bpsToKbps(throughputBps);
        estimateKbps = hasEstimate() ? (1 - ALPHA) * estimateKbps + ALPHA * sampleKbps : sampleKbps;
        double norm = Math.max(estimateKbps, 1.0);
        double errorKbps = estimateKbps - sampleKbps;
        normalizedVariance = Math.clamp((1 - ALPHA) * normalizedVariance + ALPHA * errorKbps * errorKbps / norm,
                MIN_DEVIATION, MAX_DEVIATION);
    }

    /** Drops the estimate, for it has proved wrong; how far samples stray is still worth knowing. */
    void drop() {
        estimateKbps = NONE;
    }

    /** Forgets everything. */
    void reset() {
        estimateKbps = NONE;
        normalizedVariance = INITIAL_DEVIATION;
    }

    /** Whether there is an estimate. */
    boolean hasEstimate() {
        return estimateKbps != NONE;
    }

    /** The estimate in kilobits per second; only if there is one. */
    double estimateKbps() {
        return estimateKbps;
    }

    /** The estimate in bits per second; only if there is one. */
    long estimateBps() {
        return Units.kbpsToBps(estimateKbps);
    }

    /** Throughput above this shows that the estimate is too low; the largest long if there is none. */
    long upperBoundBps() {
        return hasEstimate() ? Units.kbpsToBps(estimateKbps + BOUND_DEVIATIONS * deviationKbps()) : Long.MAX_VALUE;
    }

    /** Throughput below this shows that the estimate is too high; 0 if there is none. */
    long lowerBoundBps() {
        return hasEstimate()
                ? Units.kbpsToBps(Math.max(0.0, estimateKbps - BOUND_DEVIATIONS * deviationKbps()))
                : 0;
    }

    private double deviationKbps() {
        return Math.sqrt(normalizedVariance * estimateKbps);
    }
}
