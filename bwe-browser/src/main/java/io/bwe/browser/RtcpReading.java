package io.bwe.browser;

import java.nio.ByteBuffer;

/** Reads the RTCP that a sender sends, as far as a receiver needs it. */
final class RtcpReading {
    /** Is told what is in a packet. */
    interface Listener {
        /**
         * A sender report.
         *
         * @param ssrc whose it is
         * @param ntpMiddle the middle 32 bits of its NTP time
         */
        void onSenderReport(long ssrc, int ntpMiddle);

        /**
         * The answer to a receiver reference time of ours (RFC 3611, section 4.5).
         *
         * @param ntpMiddle the middle 32 bits of our NTP time
         * @param delay how long ago the sender got it, in 1/65536 s
         */
        void onReferenceTimeAnswer(int ntpMiddle, long delay);
    }

    private static final int SENDER_REPORT = 200;
    private static final int EXTENDED_REPORT = 207;
    private static final int BLOCK_DLRR = 5;
    private static final int BLOCK_HEADER_BYTES = 4;
    private static final int DLRR_ITEM_BYTES = 12;
    private static final int HEADER_BYTES = 4;
    private static final int SENDER_REPORT_BYTES = 28;
    private static final int NTP_MIDDLE = 10;

    private RtcpReading() {
    }

    /**
     * Reads a packet, compound or single.
     *
     * @param rtcp from position to limit, left as it is
     * @param listener is told of the reports in it
     * @return whether all of it is well-formed; if not, what came before the fault was told
     */
    static boolean read(ByteBuffer rtcp, Listener listener) {
        int at = rtcp.position();
        if (rtcp.remaining() < HEADER_BYTES) {
            return false;
        }
        while (at < rtcp.limit()) {
            int end = packetEnd(rtcp, at);
            if (end < 0) {
                return false;
            }
            int type = rtcp.get(at + 1) & 0xFF;
            if (type == EXTENDED_REPORT && !readBlocks(rtcp, at + 2 * HEADER_BYTES, end, listener)) {
                return false;
            }
            if (type == SENDER_REPORT) {
                if (end - at < SENDER_REPORT_BYTES) {
                    return false;
                }
                listener.onSenderReport(rtcp.getInt(at + 4) & 0xFFFF_FFFFL, rtcp.getInt(at + NTP_MIDDLE));
            }
            at = end;
        }
        return true;
    }

    private static boolean readBlocks(ByteBuffer rtcp, int from, int end, Listener listener) {
        int at = from;
        while (at + BLOCK_HEADER_BYTES <= end) {
            int blockEnd = at + BLOCK_HEADER_BYTES + (rtcp.getShort(at + 2) & 0xFFFF) * 4;
            if (blockEnd > end) {
                return false;
            }
            if ((rtcp.get(at) & 0xFF) == BLOCK_DLRR) {
                for (int item = at + BLOCK_HEADER_BYTES; item + DLRR_ITEM_BYTES <= blockEnd; item += DLRR_ITEM_BYTES) {
                    listener.onReferenceTimeAnswer(rtcp.getInt(item + 4), rtcp.getInt(item + 8) & 0xFFFF_FFFFL);
                }
            }
            at = blockEnd;
        }
        return at == end;
    }

    private static int packetEnd(ByteBuffer rtcp, int at) {
        if (rtcp.limit() - at < HEADER_BYTES || (rtcp.get(at) & 0xC0) != 0x80) {
            return -1;
        }
        int end = at + HEADER_BYTES + (rtcp.getShort(at + 2) & 0xFFFF) * 4;
        return end <= rtcp.limit() ? end : -1;
    }
}
