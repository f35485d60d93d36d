package io.bwe.browser;

import java.nio.ByteBuffer;

/** Looks into RTP packets that were authenticated, and so are well-formed if the browser is; others are survived. */
final class RtpPayload {
    private static final int FIXED_HEADER_BYTES = 12;

    private RtpPayload() {
    }

    /** Whether it is RTP of version 2 with a whole fixed header. */
    static boolean isRtp(ByteBuffer packet) {
        return packet.remaining() >= FIXED_HEADER_BYTES && (packet.get(packet.position()) & 0xC0) == 0x80;
    }

    static int payloadType(ByteBuffer rtp) {
        return rtp.get(rtp.position() + 1) & 0x7F;
    }

    /** Whether a VP8 packet is the first of a key frame (RFC 7741, sections 4.2 and 4.3). */
    static boolean beginsVp8KeyFrame(ByteBuffer rtp) {
        int at = payloadStart(rtp);
        if (at >= rtp.limit()) {
            return false;
        }
        int descriptor = rtp.get(at++);
        boolean firstOfFrame = (descriptor & 0x10) != 0 && (descriptor & 0x0F) == 0;
        if ((descriptor & 0x80) != 0 && at < rtp.limit()) {
            int extension = rtp.get(at++);
            if ((extension & 0x80) != 0 && at < rtp.limit()) {
                // A picture id of 7 or 15 bits.
                at += (rtp.get(at) & 0x80) != 0 ? 2 : 1;
            }
            at += (extension & 0x40) != 0 ? 1 : 0;
            at += (extension & 0x30) != 0 ? 1 : 0;
        }
        return firstOfFrame && at < rtp.limit() && (rtp.get(at) & 1) == 0;
    }

    /** Which packet a retransmission repeats (RFC 4588, section 4), or -1 if it has no payload, as padding has not. */
    static int originalSequenceNumber(ByteBuffer rtx) {
        int at = payloadStart(rtx);
        boolean padded = (rtx.get(rtx.position()) & 0x20) != 0;
        int end = padded ? rtx.limit() - (rtx.get(rtx.limit() - 1) & 0xFF) : rtx.limit();
        return at + 2 <= end ? rtx.getShort(at) & 0xFFFF : -1;
    }

    private static int payloadStart(ByteBuffer rtp) {
        int start = rtp.position();
        int first = rtp.get(start);
        int at = start + FIXED_HEADER_BYTES + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            // Profile, length in words, and as many words.
            at = at + 4 <= rtp.limit() ? at + 4 + 4 * (rtp.getShort(at + 2) & 0xFFFF) : rtp.limit();
        }
        return at;
    }
}
