package io.bwe.delay;

/**
 * The rate of what arrived within the last second, in buckets of 1 ms.
 *
 * <p>The window grows from its first sample to a second, so that a rate is known early. Works in 32-bit floating point,
 * because the reference does. Follows libwebrtc's RateStatistics and BitrateTracker, M128.
 */
final class RateStatistics {
    /** Returned for a rate that cannot be measured. */
    static final long NOT_MEASURABLE = -1;
    /** Length of the window (libwebrtc: kBitrateWindow). */
    private static final int WINDOW_MS = 1000;
    /** Bits per second in a byte per millisecond. */
    private static final float BPS_PER_BYTE_PER_MS = 8000f;
    /** A window never holds more than one bucket for each of its milliseconds. */
    private static final int MASK = 1023;

    private final long[] bucketTimeMs = new long[MASK + 1];
    private final long[] bucketBytes = new long[MASK + 1];
    private final int[] bucketSamples = new int[MASK + 1];
    /** Running numbers of the first bucket and the one behind the last; masked, they are indices. */
    private int begin;
    private int end;
    private long bytes;
    private int samples;
    private long firstTimeMs;

    /**
     * Adds a packet.
     *
     * @param size its size in bytes
     * @param nowMs when it arrived; a time before the last packet's counts as the last packet's
     */
    void update(int size, long nowMs) {
        eraseOld(nowMs);
        if (samples == 0) {
            firstTimeMs = nowMs;
        }
        if (begin == end || nowMs > bucketTimeMs[(end - 1) & MASK]) {
            int bucket = end++ & MASK;
            bucketTimeMs[bucket] = nowMs;
            bucketBytes[bucket] = 0;
            bucketSamples[bucket] = 0;
        }
        int last = (end - 1) & MASK;
        bucketBytes[last] += size;
        bucketSamples[last]++;
        bytes += size;
        samples++;
    }

    /**
     * Whether there is a rate. What is too old at that time is dropped for good.
     *
     * @param nowMs the time
     * @return true if {@link #rateBps(long)} gives a rate at that time
     */
    boolean isMeasurable(long nowMs) {
        eraseOld(nowMs);
        return isMeasurable(samples, activeWindowMs(nowMs));
    }

    /**
     * The rate. Changes nothing.
     *
     * @param nowMs the time
     * @return bits per second, or {@link #NOT_MEASURABLE}
     */
    long rateBps(long nowMs) {
        long bytesInWindow = bytes;
        int samplesInWindow = samples;
        for (int i = begin; i != end && isOld(i, nowMs); i++) {
            bytesInWindow -= bucketBytes[i & MASK];
            samplesInWindow -= bucketSamples[i & MASK];
        }
        long activeWindowMs = activeWindowMs(nowMs);
        if (!isMeasurable(samplesInWindow, activeWindowMs)) {
            return NOT_MEASURABLE;
        }
        return (long) (bytesInWindow * (BPS_PER_BYTE_PER_MS / activeWindowMs) + 0.5f);
    }

    /** Forgets all packets. */
    void reset() {
        begin = end;
        bytes = 0;
        samples = 0;
    }

    private long activeWindowMs(long nowMs) {
        return firstTimeMs <= nowMs - WINDOW_MS ? WINDOW_MS : nowMs - firstTimeMs + 1;
    }

    /** One bucket has no length, and one sample says nothing unless the second around it was silent. */
    private static boolean isMeasurable(int samplesInWindow, long activeWindowMs) {
        return samplesInWindow > 0 && activeWindowMs > 1 && (samplesInWindow > 1 || activeWindowMs == WINDOW_MS);
    }

    private boolean isOld(int bucket, long nowMs) {
        return bucketTimeMs[bucket & MASK] <= nowMs - WINDOW_MS;
    }

    private void eraseOld(long nowMs) {
        while (begin != end && isOld(begin, nowMs)) {
            int bucket = begin++ & MASK;
            bytes -= bucketBytes[bucket];
            samples -= bucketSamples[bucket];
        }
    }
}
