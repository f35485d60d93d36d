package io.bwe.remb;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Receiver Estimated Maximum Bitrate: how much the receiver can take of some streams together
 * (draft-alvestrand-rmcat-remb-03). On the wire it is an RTCP payload-specific feedback message of the application
 * layer:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P| FMT=15  |   PT=206      |             length            |
 * |                  SSRC of packet sender                        |
 * |                  SSRC of media source = 0                     |
 * |  Unique identifier 'R' 'E' 'M' 'B'                            |
 * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
 * |   SSRC feedback                                               |
 * |  ...                                                          |
 * </pre>
 *
 * <p>The bit rate on the wire is mantissa x 2^exponent, the mantissa having 18 bits. It is rounded down, so that the
 * sender is never told more than was meant: what arrives is at most the original and more than the original x (1 -
 * 2^-17).
 *
 * <p>A packet names up to 255 SSRCs; a value of this class with more of them becomes several packets of the same bit
 * rate, and one with none becomes no packet at all, as a REMB about no stream says nothing. Immutable.
 */
public final class RembPacket {
    /** The most SSRCs that one packet names: its count has 8 bits. */
    public static final int MAX_SSRCS_PER_PACKET = 255;

    private static final int PACKET_TYPE = 206;
    private static final int FORMAT = 15;
    /** Version 2, no padding. */
    private static final int FIRST_BYTE = 2 << 6 | FORMAT;
    private static final int IDENTIFIER = 'R' << 24 | 'E' << 16 | 'M' << 8 | 'B';
    /** All that comes before the SSRCs. */
    private static final int FIXED_BYTES = 20;
    private static final int SSRC_BYTES = 4;
    private static final int WORD_BYTES = 4;

    private static final int MANTISSA_BITS = 18;
    private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;
    private static final int EXPONENT_MASK = 0x3F;

    private static final long HIGHEST_SSRC = 0xFFFF_FFFFL;

    private final long senderSsrc;
    private final long bitrateBps;
    private final long[] ssrcs;

    /**
     * Creates a value.
     *
     * @param senderSsrc the SSRC of who sends the REMB, 0 to 2^32 - 1
     * @param bitrateBps the bit rate of all the streams together in bits per second, 0 or more
     * @param ssrcs the streams, each 0 to 2^32 - 1; any number of them
     * @throws IllegalArgumentException if a value is out of its range; the message gives the range
     */
    public RembPacket(long senderSsrc, long bitrateBps, long... ssrcs) {
        if (bitrateBps < 0) {
            throw new IllegalArgumentException("bitrateBps " + bitrateBps + " is out of range; allowed is 0 or more");
        }
        this.senderSsrc = checkedSsrc("senderSsrc", senderSsrc);
        this.bitrateBps = bitrateBps;
        this.ssrcs = ssrcs.clone();
        for (long ssrc : this.ssrcs) {
            checkedSsrc("ssrc", ssrc);
        }
    }

    private static long checkedSsrc(String name, long ssrc) {
        if (ssrc < 0 || ssrc > HIGHEST_SSRC) {
            throw new IllegalArgumentException(
                    name + " " + ssrc + " is out of range; allowed is 0 to " + HIGHEST_SSRC);
        }
        return ssrc;
    }

    /**
     * The SSRC of who sends the REMB.
     *
     * @return 0 to 2^32 - 1
     */
    public long senderSsrc() {
        return senderSsrc;
    }

    /**
     * The bit rate of all the streams together.
     *
     * @return bits per second, 0 or more; as given, or as read from a packet
     */
    public long bitrateBps() {
        return bitrateBps;
    }

    /**
     * The streams.
     *
     * @return their SSRCs, each 0 to 2^32 - 1, as a new array
     */
    public long[] ssrcs() {
        return ssrcs.clone();
    }

    /**
     * How many bytes all the packets for a number of SSRCs take together.
     *
     * @param ssrcCount 0 or more
     * @return bytes: 4 for each SSRC and 20 for each packet; 0 for no SSRCs
     */
    public static int encodedSize(int ssrcCount) {
        int packets = Math.ceilDiv(ssrcCount, MAX_SSRCS_PER_PACKET);
        return packets * FIXED_BYTES + ssrcCount * SSRC_BYTES;
    }

    /**
     * Encodes to packets of their own, each small enough for a datagram (at most 1040 bytes).
     *
     * @return one new heap buffer for each 255 SSRCs begun, the packet between position 0 and limit; none if there are
     *        no SSRCs
     */
    public List<ByteBuffer> encode() {
        List<ByteBuffer> packets = new ArrayList<>();
        for (int from = 0; from < ssrcs.length; from += MAX_SSRCS_PER_PACKET) {
            int to = Math.min(from + MAX_SSRCS_PER_PACKET, ssrcs.length);
            ByteBuffer packet = ByteBuffer.allocate(encodedSize(to - from));
            putPacket(packet, 0, from, to);
            packets.add(packet);
        }
        return packets;
    }

    /**
     * Encodes into a buffer of the caller's, one packet after the other, as part of an RTCP compound for instance. The
     * position moves behind the last byte; the buffer's order does not matter. With more than 255 SSRCs the whole may
     * be too long for a datagram; {@link #encode()} keeps the packets apart.
     *
     * @param into has at least {@link #encodedSize(int)} bytes remaining
     * @throws BufferOverflowException if it has not; nothing is written then
     */
    public void encodeTo(ByteBuffer into) {
        int at = into.position();
        if (into.remaining() < encodedSize(ssrcs.length)) {
            throw new BufferOverflowException();
        }
        for (int from = 0; from < ssrcs.length; from += MAX_SSRCS_PER_PACKET) {
            int to = Math.min(from + MAX_SSRCS_PER_PACKET, ssrcs.length);
            at = putPacket(into, at, from, to);
        }
        into.position(at);
    }

    /** Writes the packet for some of the SSRCs and returns where it ends. */
    private int putPacket(ByteBuffer buffer, int start, int fromSsrc, int toSsrc) {
        int count = toSsrc - fromSsrc;
        int lengthField = encodedSize(count) / WORD_BYTES - 1;
        // What exceeds the mantissa's 18 bits goes into the exponent: at most 63 - 18 = 45, so its 6 bits always do.
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrateBps) - MANTISSA_BITS);
        int mantissa = (int) (bitrateBps >>> exponent);

        NetworkOrder.putInt(buffer, start, FIRST_BYTE << 24 | PACKET_TYPE << 16 | lengthField);
        NetworkOrder.putInt(buffer, start + 4, (int) senderSsrc);
        NetworkOrder.putInt(buffer, start + 8, 0);
        NetworkOrder.putInt(buffer, start + 12, IDENTIFIER);
        NetworkOrder.putInt(buffer, start + 16, count << 24 | exponent << MANTISSA_BITS | mantissa);
        int at = start + FIXED_BYTES;
        for (int i = fromSsrc; i < toSsrc; i++) {
            NetworkOrder.putInt(buffer, at, (int) ssrcs[i]);
            at += SSRC_BYTES;
        }
        return at;
    }

    /**
     * Reads the REMBs of an RTCP packet, compound or single, and skips everything else. A REMB whose length does not
     * agree with its number of SSRCs is skipped, too. Reading ends at the first packet whose header is malformed. The
     * media source field is not looked at.
     *
     * @param rtcp from position to limit; any buffer, left as it is
     * @return one value for each REMB in their order, immutable; empty if there is none or nothing is readable. A bit
     *        rate beyond 2^63 - 1, which the format allows, becomes {@link Long#MAX_VALUE}
     */
    public static List<RembPacket> decode(ByteBuffer rtcp) {
        List<RembPacket> packets = new ArrayList<>(1);
        for (int at = rtcp.position(), end; (end = RtcpCompound.packetEnd(rtcp, at)) != RtcpCompound.NONE; at = end) {
            if (isRemb(rtcp, at, RtcpCompound.contentEnd(rtcp, at, end))) {
                packets.add(decodePacket(rtcp, at));
            }
        }
        return List.copyOf(packets);
    }

    private static boolean isRemb(ByteBuffer rtcp, int at, int contentEnd) {
        return RtcpCompound.packetType(rtcp, at) == PACKET_TYPE && RtcpCompound.count(rtcp, at) == FORMAT
                && contentEnd - at >= FIXED_BYTES && NetworkOrder.signedInt(rtcp, at + 12) == IDENTIFIER
                && contentEnd - at == FIXED_BYTES + ssrcCount(rtcp, at) * SSRC_BYTES;
    }

    private static int ssrcCount(ByteBuffer rtcp, int at) {
        return NetworkOrder.unsignedByte(rtcp, at + 16);
    }

    private static RembPacket decodePacket(ByteBuffer rtcp, int at) {
        int bitrate = NetworkOrder.signedInt(rtcp, at + 16);
        int exponent = bitrate >>> MANTISSA_BITS & EXPONENT_MASK;
        long mantissa = bitrate & MANTISSA_MASK;
        // The shift must leave the sign bit clear. A mantissa of zero has 64 leading zeros, more than any exponent.
        long bitrateBps = exponent < Long.numberOfLeadingZeros(mantissa) ? mantissa << exponent : Long.MAX_VALUE;
        long[] ssrcs = new long[ssrcCount(rtcp, at)];
        Arrays.setAll(ssrcs, i -> NetworkOrder.unsignedInt(rtcp, at + FIXED_BYTES + i * SSRC_BYTES));
        return new RembPacket(NetworkOrder.unsignedInt(rtcp, at + 4), bitrateBps, ssrcs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RembPacket that && senderSsrc == that.senderSsrc && bitrateBps == that.bitrateBps
                && Arrays.equals(ssrcs, that.ssrcs);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(senderSsrc) + Long.hashCode(bitrateBps)) + Arrays.hashCode(ssrcs);
    }

    @Override
    public String toString() {
        return "RembPacket[senderSsrc=" + senderSsrc + ", bitrateBps=" + bitrateBps + ", ssrcs="
                + Arrays.toString(ssrcs) + "]";
    }
}
