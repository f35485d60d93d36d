package io.bwe.api;

import java.nio.ByteBuffer;

/**
 * Takes received RTP packets, one at a time. A chain of handlers hands each packet on; the last one is the
 * application's.
 *
 * <p>A handler leaves the buffer as it found it (content, position, limit, order) and keeps no reference to it after
 * the call. Any buffer will do: heap, direct, read-only, a slice. The packet lies between position and limit.
 *
 * <p><b>Threads.</b> May be called from any thread, also by several at once. A handler that an interceptor returns
 * never blocks, locks or allocates on its own account.
 *
 * <p><b>Errors.</b> A handler that an interceptor returns throws nothing of its own; what the next handler throws
 * reaches the caller.
 */
@FunctionalInterface
public interface RtpHandler {
    /** The arrival time of a packet whose receiver took none; an interceptor then uses its own clock. */
    long NO_ARRIVAL_TIME = Long.MIN_VALUE;
    /** The ordinal of a packet whose receiver does not number them. */
    long NO_ORDINAL = Long.MAX_VALUE;

    /**
     * Takes a packet.
     *
     * @param packet the RTP packet, from position to limit
     * @param arrivalTimeNs when it arrived, in nanoseconds on a clock of the caller's choice that all packets of the
     *        transport share (kernel stamps, for instance), or {@link #NO_ARRIVAL_TIME}
     * @param ordinal the packet's number in the order of arrival, or {@link #NO_ORDINAL}; it decides which of two
     *        packets of different streams with equal arrival times came first
     */
    void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal);

    /**
     * Takes a packet that has no number.
     *
     * @param packet the RTP packet, from position to limit
     * @param arrivalTimeNs when it arrived, see {@link #onRtp(ByteBuffer, long, long)}
     */
    default void onRtp(ByteBuffer packet, long arrivalTimeNs) {
        onRtp(packet, arrivalTimeNs, NO_ORDINAL);
    }

    /**
     * Takes a packet that arrived now.
     *
     * @param packet the RTP packet, from position to limit
     */
    default void onRtp(ByteBuffer packet) {
        onRtp(packet, NO_ARRIVAL_TIME, NO_ORDINAL);
    }
}
