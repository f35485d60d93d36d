package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;

/**
 * Turns the timing of packets into a statement about the use of the path. What clock of the sender it goes by and what
 * filter it applies to the delay is its own business; everything around it is {@link DelayBasedEstimator}'s.
 *
 * <p>Used by the one thread that uses the estimator. Reads no clock and allocates nothing unless there are more streams
 * than ever before.
 */
interface DelayDetector {
    /**
     * Whether a packet has what this detector goes by. One that has not changes nothing in the estimator. Asked once
     * for each packet, before all else.
     *
     * @param packet the packet
     * @return true if the packet is to be estimated
     */
    boolean admits(PacketView packet);

    /**
     * Takes the next packet that it admits.
     *
     * @param packet the packet
     * @param stream the place of its stream among the live ones: small, the same as long as the stream lives, then free
     *        for another
     * @param arrivalTimeUs when it arrived, in microseconds
     * @param nowUs the system clock, in microseconds; another clock than the arrival's
     * @param payloadSize its payload and padding in bytes
     * @return true if it completed a pair of packet groups and so gave a new delay sample
     */
    boolean onPacket(PacketView packet, int stream, long arrivalTimeUs, long nowUs, int payloadSize);

    /** What it says after the last packet. */
    BandwidthUsage usage();

    /** Whether it goes by abs-send-time now, the only clock that says when each packet of a probe was sent. */
    default boolean usesAbsSendTime() {
        return true;
    }

    /** Whether the over-use that the last packet led to should not wait for the next regular update. */
    default boolean isUrgent() {
        return false;
    }

    /**
     * A stream is live no more.
     *
     * @param stream its place, which another may have from now on
     */
    default void onStreamGone(int stream) {
    }

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
