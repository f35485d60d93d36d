package io.bwe.queue;

/**
 * Which part of an estimate arrives as payload. To libwebrtc's sender a rate is that of whole packets, so it sends less
 * payload than the link could carry, and its encoder stays a bit below that. An estimate that is to fill the link has to
 * be higher by as much.
 */
final class PayloadShare {
    /** A sender that never uses more of it has little to send, which says nothing of its headers. */
    private static final double LEAST = 0.9;
    private static final double ALL = 1;
    /** An estimate is told after up to a second and takes half a second to show, in microseconds. */
    private static final long LATE_US = 1_500_000;
    /** After an interruption, in microseconds: libwebrtc's encoder makes up for what it sent too much for so long. */
    private static final long REST_US = 3_000_000;
    /** For how long, once or twice, the largest share is remembered, in microseconds: one that is full at times is full. */
    private static final long MEMORY_US = 4_000_000;
    private static final double NO_ESTIMATE = Double.POSITIVE_INFINITY;

    /** The least estimate of two times, this one and the one before it. */
    private double leastBps;
    private double leastBeforeBps;
    private long leastSinceUs;
    private long interruptedUs;
    /** The largest share of two times. */
    private double largest;
    private double largestBefore;
    private long largestSinceUs;

    PayloadShare() {
        reset();
    }

    /** Forgets everything. */
    void reset() {
        largest = ALL;
        largestBefore = ALL;
        interrupt(0);
    }

    /** What arrives from now on for a while is not what the estimate made of it. */
    void interrupt(long nowUs) {
        leastBps = NO_ESTIMATE;
        leastBeforeBps = NO_ESTIMATE;
        leastSinceUs = nowUs;
        interruptedUs = nowUs;
        largestSinceUs = nowUs;
    }

    /** Another step: the estimate so far, and what arrives. */
    void add(double estimateBps, double incomingBps, long nowUs) {
        if (nowUs - leastSinceUs > LATE_US) {
            leastBeforeBps = leastBps;
            leastBps = NO_ESTIMATE;
            leastSinceUs = nowUs;
        }
        leastBps = Math.min(leastBps, estimateBps);
        if (nowUs - interruptedUs <= REST_US) {
            largestSinceUs = nowUs;
            return;
        }
        if (nowUs - largestSinceUs > MEMORY_US) {
            largestBefore = largest;
            largest = 0;
            largestSinceUs = nowUs;
        }
        largest = Math.max(largest, Math.min(incomingBps / Math.min(leastBps, leastBeforeBps), ALL));
    }

    /** The share, 0.9 to 1. */
    double value() {
        double share = Math.max(largest, largestBefore);
        return share < LEAST ? ALL : share;
    }
}
