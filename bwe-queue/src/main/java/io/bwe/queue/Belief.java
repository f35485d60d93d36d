package io.bwe.queue;

/** What is believed of the path: how much of it is ours, and what part of its queue is not. */
final class Belief {
    /** The limits of the belief, in bits per second: audio alone, and more than a call sends. */
    private static final double LOWEST_BPS = 30_000;
    private static final double HIGHEST_BPS = 100_000_000;
    /** The highest queue that is taken for others', in milliseconds. */
    private static final double MOST_TOLERATED_MS = 400;
    /** A tolerated queue below this, in milliseconds, is none. */
    private static final double LEAST_TOLERATED_MS = 1;

    private double bps;
    private double toleratedMs;
    private boolean startup;

    /** Creates one before the first packet. */
    Belief() {
        reset();
    }

    /** Forgets everything. */
    void reset() {
        bps = 0;
        toleratedMs = 0;
        startup = true;
    }

    /** The share of the link that is ours, in bits per second. */
    double bps() {
        return bps;
    }

    /** Another share. */
    void set(double newBps) {
        bps = newBps;
    }

    /** Not more than something. */
    void atMost(double mostBps) {
        bps = Math.min(bps, mostBps);
    }

    /** Not less than something. */
    void atLeast(double leastBps) {
        bps = Math.max(bps, leastBps);
    }

    /** Brings it within its limits. */
    void limit() {
        bps = Math.clamp(bps, LOWEST_BPS, HIGHEST_BPS);
    }

    /** How much of the standing queue is not ours, in milliseconds. */
    double toleratedMs() {
        return toleratedMs;
    }

    /** So much more of the queue is not ours. */
    void tolerate(double moreMs) {
        toleratedMs = Math.min(toleratedMs + moreMs, MOST_TOLERATED_MS);
    }

    /** Others' queue is to be taken for shorter, by a factor. */
    void tolerateLess(double factor) {
        toleratedMs *= factor;
        if (toleratedMs < LEAST_TOLERATED_MS) {
            toleratedMs = 0;
        }
    }

    /** Whether all of the queue is ours. */
    boolean toleratesNothing() {
        return toleratedMs == 0;
    }

    /** All of the queue is ours. */
    void tolerateNothing() {
        toleratedMs = 0;
    }

    /** Whether no queue has stood yet for long enough to measure what the link carries. */
    boolean isStartup() {
        return startup;
    }

    /** What the link carries has been measured. */
    void endStartup() {
        startup = false;
    }

    /** The floor below which no rate is sent on purpose, in bits per second. */
    static double lowestBps() {
        return LOWEST_BPS;
    }
}
