package io.bwe.delay;

import io.bwe.api.PacketView;

/**
 * The send time that the abs-send-time header extension carries: 24 bits, 18 of them behind the point of a second, so
 * that it wraps after 64 s. In 32 bits it wraps where an int wraps.
 */
final class AbsSendTime {
    private static final int MASK = 0xFF_FFFF;
    private static final int UPSHIFT = 8;
    /** The clock of the 24-bit time: 2^18 ticks a second. */
    static final int TICKS_PER_SECOND = 1 << 18;
    /** The clock of the 32-bit time: 2^26 ticks a second. */
    static final int TIMESTAMP_TICKS_PER_SECOND = TICKS_PER_SECOND << UPSHIFT;

    private AbsSendTime() {
    }

    /** Whether a packet carries one. */
    static boolean isPresent(PacketView packet) {
        return packet.absSendTime() >= 0;
    }

    /** The 24-bit time; what is beyond these bits is cut off. */
    static int of(PacketView packet) {
        return packet.absSendTime() & MASK;
    }

    /** The 32-bit time. */
    static int timestamp(PacketView packet) {
        return packet.absSendTime() << UPSHIFT;
    }
}
