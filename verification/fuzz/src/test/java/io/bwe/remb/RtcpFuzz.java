package io.bwe.remb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.verification.fuzz.AllocationBound;
import io.bwe.verification.fuzz.GuardedPacket;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@link RtcpCompound} and {@link RttTracker} for any bytes: the walk advances by whole packets and stays within them,
 * round-trip times are in their range, the kind of buffer and what lies around the packet do not matter, nothing is
 * thrown or allocated, and buffers stay as they were.
 */
public final class RtcpFuzz {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SMALLEST_RTT_NS = 1_000_000;
    private static final long LARGEST_RTT_NS = 60 * SECOND_NS;
    /** A time whose sum with any delay runs over, as that of a monotonic clock may. */
    private static final long BEFORE_OVERFLOW_NS = Long.MAX_VALUE - SECOND_NS / 2;

    /** Takes the results of what is measured, so that the compiler cannot do without them. */
    private static long sink;

    private RtcpFuzz() {
    }

    /**
     * Runs one input, as what we send and as what we are sent.
     *
     * @param input the compound packet
     */
    public static void fuzzerTestOneInput(byte[] input) {
        List<GuardedPacket> kinds = GuardedPacket.kindsOf(input);
        long walk = walk(kinds.get(0).buffer());
        long rttNs = roundTrip(kinds.get(0).buffer(), 0);
        assertTrue(rttNs == RttTracker.NONE || rttNs >= SMALLEST_RTT_NS && rttNs <= LARGEST_RTT_NS,
                () -> "round-trip time " + rttNs);
        for (GuardedPacket kind : kinds) {
            assertEquals(walk, walk(kind.buffer()), () -> "walk over " + kind);
            assertEquals(rttNs, roundTrip(kind.buffer(), 0), () -> "round-trip time from " + kind);
            assertEquals(rttNs, roundTrip(kind.buffer(), BEFORE_OVERFLOW_NS), "round-trip time over an overflow");
            kind.assertUntouched();
        }
        RttTracker tracker = new RttTracker();
        AllocationBound.check("looking at RTCP", 0, () -> {
            for (int i = 0; i < kinds.size(); i++) {
                ByteBuffer rtcp = kinds.get(i).buffer();
                tracker.onOutgoing(rtcp, 0);
                sink += tracker.onIncoming(rtcp, SECOND_NS);
            }
        });
    }

    private static long roundTrip(ByteBuffer rtcp, long sentNs) {
        RttTracker tracker = new RttTracker();
        tracker.onOutgoing(rtcp, sentNs);
        return tracker.onIncoming(rtcp, sentNs + SECOND_NS);
    }

    /** Walks over a compound and returns a hash of what is found where. */
    private static long walk(ByteBuffer rtcp) {
        int start = rtcp.position();
        long found = 0;
        for (int at = start, end; (end = RtcpCompound.packetEnd(rtcp, at)) != RtcpCompound.NONE; at = end) {
            int contentEnd = RtcpCompound.contentEnd(rtcp, at, end);
            int count = RtcpCompound.count(rtcp, at);
            int type = RtcpCompound.packetType(rtcp, at);
            assertTrue(end >= at + RtcpCompound.HEADER_BYTES && end <= rtcp.limit() && (end - at) % 4 == 0,
                    "a packet ends behind its header and within the compound");
            assertTrue(contentEnd >= at + RtcpCompound.HEADER_BYTES && contentEnd <= end,
                    "content ends behind the header and within the packet");
            assertTrue(count >= 0 && count < 32 && type >= 0 && type < 256, "count and type are in range");
            found = 31 * (31 * (31 * (31 * found + end - start) + contentEnd - start) + count) + type;
        }
        return found;
    }
}
