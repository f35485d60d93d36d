package io.bwe.remb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.verification.fuzz.AllocationBound;
import io.bwe.verification.fuzz.GuardedPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * {@link RembPacket} for any bytes: what is decoded is in range and no more than the bytes hold, can be encoded, and
 * decodes to the same again; the kind of buffer and what lies around the packet do not matter; nothing is thrown, what
 * is allocated is bounded, and buffers stay as they were.
 */
public final class RembPacketFuzz {
    /** The list that is returned, empty or not, and a view of it while it is made. */
    private static final int FIXED_BYTES = 512;
    /**
     * Bytes for each byte of input. An SSRC of 4 becomes 8, twice (array and its copy), which is 4. The 20 bytes of a
     * REMB without SSRCs become a value, two empty arrays and the list's share, about 130, which is 6.5.
     */
    private static final int FACTOR = 8;
    private static final int FIXED_WIRE_BYTES = 20;
    private static final long HIGHEST_SSRC = 0xFFFF_FFFFL;
    /** The 18 bits of the mantissa, all set, with the greatest exponent that a long has room for. */
    private static final long HIGHEST_ENCODED_BPS = (1L << 18) - 1 << 45;

    private static int sink;

    private RembPacketFuzz() {
    }

    /**
     * Runs one input.
     *
     * @param input the RTCP packet, single or compound
     */
    public static void fuzzerTestOneInput(byte[] input) {
        List<GuardedPacket> kinds = GuardedPacket.kindsOf(input);
        List<RembPacket> decoded = RembPacket.decode(kinds.get(0).buffer());
        for (GuardedPacket kind : kinds) {
            assertEquals(decoded, RembPacket.decode(kind.buffer()), () -> "decoded from " + kind);
            kind.assertUntouched();
        }
        int wireBytes = 0;
        for (RembPacket packet : decoded) {
            assertInRange(packet);
            wireBytes += FIXED_WIRE_BYTES + 4 * packet.ssrcs().length;
            assertEncodes(packet);
        }
        assertTrue(wireBytes <= input.length, "the packets found take no more bytes than there are");
        ByteBuffer heap = kinds.get(0).buffer();
        AllocationBound.check("decoding " + input.length + " bytes of RTCP", FIXED_BYTES + FACTOR * input.length,
                () -> sink += RembPacket.decode(heap).size());
    }

    private static void assertInRange(RembPacket packet) {
        assertTrue(packet.bitrateBps() >= 0, () -> "bit rate of " + packet);
        assertTrue(packet.senderSsrc() >= 0 && packet.senderSsrc() <= HIGHEST_SSRC, () -> "sender of " + packet);
        assertTrue(packet.ssrcs().length <= RembPacket.MAX_SSRCS_PER_PACKET, () -> "number of SSRCs of " + packet);
        for (long ssrc : packet.ssrcs()) {
            assertTrue(ssrc >= 0 && ssrc <= HIGHEST_SSRC, () -> "SSRCs of " + packet);
        }
    }

    private static void assertEncodes(RembPacket packet) {
        int size = RembPacket.encodedSize(packet.ssrcs().length);
        List<ByteBuffer> encoded = packet.encode();
        ByteBuffer into = ByteBuffer.allocate(size + 2).order(ByteOrder.LITTLE_ENDIAN).position(1);
        packet.encodeTo(into);
        assertEquals(1 + size, into.position(), "position behind what was encoded");
        into.flip().position(1);
        if (packet.ssrcs().length == 0) {
            assertTrue(encoded.isEmpty(), "a REMB about no stream is not sent");
            return;
        }
        assertEquals(1, encoded.size(), "a packet becomes one packet");
        assertEquals(encoded.get(0), into, "encoded in both ways");
        // What a mantissa of 18 bits cannot hold came from an exponent that is too large for a long.
        RembPacket expected = new RembPacket(packet.senderSsrc(),
                Math.min(packet.bitrateBps(), HIGHEST_ENCODED_BPS), packet.ssrcs());
        assertEquals(List.of(expected), RembPacket.decode(encoded.get(0)), "decoded again");
    }
}
