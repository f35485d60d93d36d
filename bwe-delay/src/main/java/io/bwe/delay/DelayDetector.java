package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;

/**
 * Turns the timing of packets into a statement about the use of the path. What filter it applies to the delay is its
 * own business; everything around it is {@link DelayBasedEstimator}'s.
 *
 * <p>Used by the one thread that uses the estimator. Reads no clock and allocates nothing after construction.
 */
interface DelayDetector {
    /**
     * Takes the next packet.
     *
     * @param absSendTime when it left: 6.18 fixed-point seconds, 24 bits
     * @param arrivalTimeUs when it arrived, in microseconds
     * @param nowUs the system clock, in microseconds; another clock than the arrival's
     * @param payloadSize its payload and padding in bytes
     * @return true if it completed a pair of packet groups and so gave a new delay sample
     */
    boolean onPacket(int absSendTime, long arrivalTimeUs, long nowUs, int payloadSize);

    /** What it says after the last packet. */
    BandwidthUsage usage();

    /** No stream is live: the next packet has nothing to be compared with. */
    void onStreamsGone();

    /** Becomes as newly created. */
    void reset();

    /**
     * Writes what the last packet did.
     *
     * @param sink takes the values, the same names in the same order each time
     * @param sampled whether the last packet gave a delay sample; if not, every value is absent
     */
    void describe(DiagnosticSink sink, boolean sampled);
}
