package io.bwe.remb;

import java.nio.ByteBuffer;

/**
 * Walks the packets of an RTCP compound (RFC 3550, section 6.1) from a buffer's position to its limit, and reads what
 * they have in common. Reads are absolute and leave the buffer as it is. A walk is
 *
 * <pre>{@code
 * for (int at = rtcp.position(), end; (end = RtcpCompound.packetEnd(rtcp, at)) != RtcpCompound.NONE; at = end)
 * }</pre>
 *
 * <p>It ends at the first packet that is malformed, since nothing tells where the next one would begin. Unlike RFC 3550
 * the walk does not ask for a report as first packet: reduced-size RTCP (RFC 5506) is common.
 *
 * <p>No state; may be called from any thread.
 */
final class RtcpCompound {
    static final int NONE = -1;
    /** Version, padding bit, count, packet type and length. */
    static final int HEADER_BYTES = 4;

    private static final int VERSION = 2;
    private static final int COUNT_MASK = 0x1F;
    private static final int PADDING_BIT = 0x20;
    private static final int WORD_BYTES = 4;

    private RtcpCompound() {
    }

    /** The index at which the packet that begins at an index ends, or {@link #NONE} if there is no whole packet. */
    static int packetEnd(ByteBuffer rtcp, int at) {
        int limit = rtcp.limit();
        if (limit - at < HEADER_BYTES || NetworkOrder.unsignedByte(rtcp, at) >> 6 != VERSION) {
            return NONE;
        }
        int length = HEADER_BYTES + NetworkOrder.unsignedShort(rtcp, at + 2) * WORD_BYTES;
        return length <= limit - at ? at + length : NONE;
    }

    /** The packet type, 0 to 255. */
    static int packetType(ByteBuffer rtcp, int at) {
        return NetworkOrder.unsignedByte(rtcp, at + 1);
    }

    /** The five bits which count report blocks or tell the format of feedback. */
    static int count(ByteBuffer rtcp, int at) {
        return NetworkOrder.unsignedByte(rtcp, at) & COUNT_MASK;
    }

    /** Where the content of a packet ends: before its padding. A padding count that cannot be leaves no content. */
    static int contentEnd(ByteBuffer rtcp, int at, int packetEnd) {
        if ((NetworkOrder.unsignedByte(rtcp, at) & PADDING_BIT) == 0) {
            return packetEnd;
        }
        int padding = NetworkOrder.unsignedByte(rtcp, packetEnd - 1);
        int contentEnd = packetEnd - padding;
        return padding > 0 && contentEnd >= at + HEADER_BYTES ? contentEnd : at + HEADER_BYTES;
    }
}
