package io.bwe.browser;

import io.bwe.browser.ReceptionStatistics.ReportBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Writes the RTCP that a receiver sends, REMB aside, which is the interceptor's. */
final class RtcpWriting {
    /** The most blocks in a report: its count has 5 bits. */
    static final int MAX_BLOCKS = 31;

    private static final int VERSION = 2 << 6;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int TRANSPORT_FEEDBACK = 205;
    private static final int PAYLOAD_FEEDBACK = 206;
    private static final int EXTENDED_REPORT = 207;
    private static final int FORMAT_GENERIC_NACK = 1;
    private static final int FORMAT_PLI = 1;
    private static final int ITEM_CNAME = 1;
    private static final int BLOCK_RECEIVER_REFERENCE_TIME = 4;
    private static final int REPORT_BLOCK_BYTES = 24;
    private static final int MAX_BYTES = 1200;

    private RtcpWriting() {
    }

    /**
     * A compound of a receiver report, a source description (RFC 3550, section 6.1) and a receiver reference time
     * (RFC 3611, section 4.4), which the sender answers so that the round-trip time becomes known.
     *
     * @param senderSsrc this side
     * @param blocks at most 31
     * @param cname this side's name, at most 255 ASCII characters
     * @param ntpTime 32.32 fixed-point seconds
     */
    static ByteBuffer report(long senderSsrc, List<ReportBlock> blocks, String cname, long ntpTime) {
        ByteBuffer rtcp = ByteBuffer.allocate(MAX_BYTES);
        header(rtcp, blocks.size(), RECEIVER_REPORT, 4 + blocks.size() * REPORT_BLOCK_BYTES, senderSsrc);
        for (ReportBlock block : blocks) {
            rtcp.putInt((int) block.ssrc());
            rtcp.putInt(block.fractionLost() << 24 | block.cumulativeLost() & 0xFF_FFFF);
            rtcp.putInt((int) block.highestSequence());
            rtcp.putInt((int) block.jitter());
            rtcp.putInt(block.lastReport());
            rtcp.putInt((int) block.delaySinceLastReport());
        }
        sourceDescription(rtcp, senderSsrc, cname);
        header(rtcp, 0, EXTENDED_REPORT, 16, senderSsrc);
        rtcp.put((byte) BLOCK_RECEIVER_REFERENCE_TIME).put((byte) 0).putShort((short) 2).putLong(ntpTime);
        return rtcp.flip();
    }

    private static void sourceDescription(ByteBuffer rtcp, long senderSsrc, String cname) {
        byte[] name = cname.getBytes(StandardCharsets.US_ASCII);
        int chunk = 4 + 2 + name.length;
        // At least one zero ends the items.
        int padded = (chunk + 4) & ~3;
        header(rtcp, 1, SOURCE_DESCRIPTION, padded, senderSsrc);
        rtcp.put((byte) ITEM_CNAME).put((byte) name.length).put(name).put(new byte[padded - chunk]);
    }

    /** Asks for a key frame (RFC 4585, section 6.3.1). */
    static ByteBuffer pictureLossIndication(long senderSsrc, long mediaSsrc) {
        ByteBuffer rtcp = ByteBuffer.allocate(12);
        header(rtcp, FORMAT_PLI, PAYLOAD_FEEDBACK, 8, senderSsrc);
        return rtcp.putInt((int) mediaSsrc).flip();
    }

    /** Asks for packets again (RFC 4585, section 6.2.1): one entry each, which is enough for a few. */
    static ByteBuffer nack(long senderSsrc, long mediaSsrc, Collection<Integer> sequenceNumbers) {
        ByteBuffer rtcp = ByteBuffer.allocate(12 + 4 * sequenceNumbers.size());
        header(rtcp, FORMAT_GENERIC_NACK, TRANSPORT_FEEDBACK, 8 + 4 * sequenceNumbers.size(), senderSsrc);
        rtcp.putInt((int) mediaSsrc);
        sequenceNumbers.forEach(number -> rtcp.putShort((short) (int) number).putShort((short) 0));
        return rtcp.flip();
    }

    /** An empty report, which goes before anything else where packets must be compound. */
    static ByteBuffer compound(ByteBuffer single) {
        ByteBuffer rtcp = ByteBuffer.allocate(8 + single.remaining());
        header(rtcp, 0, RECEIVER_REPORT, 4, single.getInt(single.position() + 4) & 0xFFFF_FFFFL);
        return rtcp.put(single.duplicate()).flip();
    }

    /**
     * Writes header and sender.
     *
     * @param bodyBytes what follows the header's first word, the sender included
     */
    private static void header(ByteBuffer rtcp, int countOrFormat, int packetType, int bodyBytes, long senderSsrc) {
        rtcp.put((byte) (VERSION | countOrFormat)).put((byte) packetType).putShort((short) (bodyBytes / 4));
        rtcp.putInt((int) senderSsrc);
    }
}
