package io.bwe.cli;

/**
 * Keeps times from running backwards: an earlier time becomes the latest one seen, and is counted. Used by one
 * thread.
 */
final class MonotonicTime {
    private long latestNs = Long.MIN_VALUE;
    private long clamped;

    /** Returns the time, or the latest one if that is later. */
    long next(long timeNs) {
        if (timeNs < latestNs) {
            clamped++;
            return latestNs;
        }
        latestNs = timeNs;
        return timeNs;
    }

    /** How often a time ran backwards. */
    long clamped() {
        return clamped;
    }
}
