package io.bwe.delay;

/**
 * Tells when the RTP timestamps of a stream go on somewhere else, as they do when a gateway puts another source behind
 * the same SSRC. A timestamp may be anything up to 13 hours away then (at 90 kHz), so to take it for a late packet would
 * make the delay filter deaf for as long.
 */
final class TimestampContinuity {
    /** Timestamps and arrivals that part by more are a jump (as in {@link InterArrival}, for its clocks). */
    private static final long MAX_DEVIATION_US = 3_000_000;
    /** So many packets in a row elsewhere are no strays (as in {@link InterArrival}, for groups). */
    private static final int JUMP_THRESHOLD = 3;
    private static final long US_PER_SECOND = 1_000_000;

    /** What a timestamp is. */
    enum Finding {
        /** Where the ones before lead to expect it. */
        CONTINUES,
        /** Elsewhere, and perhaps the only one there. */
        STRAY,
        /** Elsewhere, and so is the stream: what was before is no measure any more. */
        JUMPED
    }

    private boolean started;
    private int lastTimestamp;
    private long lastArrivalUs;
    private int strays;

    /**
     * Takes the next packet.
     *
     * @param timestamp its timestamp, unsigned
     * @param clockRate timestamp units per second, 1 or more
     * @param arrivalTimeUs its arrival
     * @return what its timestamp is
     */
    Finding check(int timestamp, int clockRate, long arrivalTimeUs) {
        Finding finding = Finding.CONTINUES;
        if (started) {
            long advanceUs = (timestamp - lastTimestamp) * US_PER_SECOND / clockRate;
            if (Math.abs(advanceUs - (arrivalTimeUs - lastArrivalUs)) > MAX_DEVIATION_US) {
                if (++strays < JUMP_THRESHOLD) {
                    return Finding.STRAY;
                }
                finding = Finding.JUMPED;
            }
        }
        started = true;
        lastTimestamp = timestamp;
        lastArrivalUs = arrivalTimeUs;
        strays = 0;
        return finding;
    }

    /** Forgets all packets. */
    void reset() {
        started = false;
        strays = 0;
    }
}
