package io.bwe.testkit.lab;

/** Decides at which rate a sender sends. */
interface RateControl {
    /**
     * What the rate may be.
     *
     * @param minBps the lowest
     * @param startBps the first
     * @param maxBps the highest
     */
    record Limited(long minBps, long startBps, long maxBps) {
        long clamp(long bps) {
            return Math.clamp(bps, minBps, maxBps);
        }
    }

    /** Takes a REMB. */
    void onRemb(long bps, long nowNs);

    /**
     * Takes a receiver report.
     *
     * @param lost packets lost since the report before
     * @param expected packets sent since the report before, as far as the receiver knows
     * @param nowNs the time
     */
    void onReport(long lost, long expected, long nowNs);

    /** Bits per second of payload. */
    long targetBps();
}
