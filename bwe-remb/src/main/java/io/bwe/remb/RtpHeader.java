package io.bwe.remb;

import io.bwe.api.PacketView;
import java.nio.ByteBuffer;

/**
 * Reads the header of an RTP packet (RFC 3550) and its header extensions (RFC 8285) where they lie.
 *
 * <p>Reads are absolute: position, limit, order and content of the buffer stay as they are, and any buffer will do
 * (heap, direct, read-only, a slice). Nothing is allocated, and no content of the packet makes a method throw. Call
 * {@link #length} (or {@link #isRtcp}) first: all other methods expect an offset at which it found a header, and the
 * length it returned.
 *
 * <p>What is malformed follows libwebrtc's {@code RtpPacket}, M128, in all but two points. A padding bit on a packet
 * that ends with its header is malformed here, since padding is at least one byte (RFC 3550, section 5.1). Of two
 * extension elements with the same id the first counts here, the last there.
 *
 * <p><b>Capture time.</b> {@link #absCaptureTimeAsSendTime} gives the time at which the media was captured in the shape
 * of a send time, for senders that offer nothing better. It is not a send time: between the two lie encoding, queueing
 * and pacing, which vary with the size of each frame, and every packet of a frame has the same one (or none, as senders
 * may leave out what the receiver can interpolate). A delay-based estimator sees all of that as delay of the network.
 * It may therefore only be used alone. Mixed with abs-send-time in one transport, every change from one to the other is
 * a jump by the difference of two unrelated clocks.
 *
 * <p>No state; may be called from any thread.
 */
public final class RtpHeader {
    /** What {@link #length} returns if there is no readable header. */
    public static final int MALFORMED = -1;

    private static final int VERSION = 2;
    private static final int FIXED_HEADER_BYTES = 12;
    private static final int CSRC_BYTES = 4;
    /** The profile and the length field that begin the extension block. */
    private static final int EXTENSION_HEADER_BYTES = 4;
    private static final int WORD_BYTES = 4;

    private static final int CSRC_COUNT_MASK = 0x0F;
    private static final int EXTENSION_BIT = 0x10;
    private static final int PADDING_BIT = 0x20;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    /** The last four bits of the two-byte profile are the application's (RFC 8285, section 4.3). */
    private static final int TWO_BYTE_PROFILE_MASK = 0xFFF0;
    /** Id 0 is padding in both forms. */
    private static final int PADDING_ID = 0;
    /** Id 15 ends a block of one-byte elements (RFC 8285, section 4.2). */
    private static final int STOP_ID = 15;

    private static final long NOT_FOUND = -1;
    private static final int ABS_SEND_TIME_BYTES = 3;
    private static final int TRANSMISSION_OFFSET_BYTES = 3;
    private static final int ABS_CAPTURE_TIME_BYTES = 8;
    /** With the estimated offset of the capture clock, which is not read. */
    private static final int ABS_CAPTURE_TIME_LONG_BYTES = 16;
    /** From 32 fractional bits of NTP time to the 18 of abs-send-time. */
    private static final int NTP_TO_SEND_TIME_SHIFT = 32 - 18;
    private static final int SEND_TIME_MASK = 0xFF_FFFF;

    /** RTCP packet types on a port shared with RTP (RFC 5761, section 4). */
    private static final int FIRST_RTCP_TYPE = 192;
    private static final int LAST_RTCP_TYPE = 223;

    private RtpHeader() {
    }

    /**
     * Checks a packet and measures its header: the fixed part, the CSRCs and the extension block.
     *
     * <p>Malformed are: a version other than 2; a header that reaches beyond the bytes present; a padding count of
     * zero, or one that reaches into the header. The count is the packet's last byte, so a packet that a capture cut
     * keeps it unchecked.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins, an absolute index
     * @param available how many of its bytes are present from there, within the buffer's limit
     * @param wireLength how many bytes it had on the wire; more than {@code available} if a capture cut it
     * @return bytes, 12 or more and at most {@code available}, or {@link #MALFORMED}
     */
    public static int length(ByteBuffer buffer, int offset, int available, int wireLength) {
        if (available < FIXED_HEADER_BYTES || wireLength < available || offset < 0
                || available > buffer.limit() - offset) {
            return MALFORMED;
        }
        int flags = NetworkOrder.unsignedShort(buffer, offset) >> 8;
        if (flags >> 6 != VERSION) {
            return MALFORMED;
        }
        int length = FIXED_HEADER_BYTES + (flags & CSRC_COUNT_MASK) * CSRC_BYTES;
        if ((flags & EXTENSION_BIT) != 0) {
            length += EXTENSION_HEADER_BYTES;
            if (length > available) {
                return MALFORMED;
            }
            length += NetworkOrder.unsignedShort(buffer, offset + length - 2) * WORD_BYTES;
        }
        if (length > available) {
            return MALFORMED;
        }
        if ((flags & PADDING_BIT) != 0 && available == wireLength) {
            int padding = byteAt(buffer, offset + wireLength - 1);
            if (padding == 0 || padding > wireLength - length) {
                return MALFORMED;
            }
        }
        return length;
    }

    /**
     * Whether a packet on a port that RTP and RTCP share is RTCP: its second byte is 192 to 223 (RFC 5761, section 4).
     *
     * @param buffer holds the packet
     * @param offset where the packet begins, an absolute index
     * @param available how many of its bytes are present from there
     * @return true if it is RTCP; false also if there are less than two bytes
     */
    public static boolean isRtcp(ByteBuffer buffer, int offset, int available) {
        if (available < 2 || offset < 0 || available > buffer.limit() - offset) {
            return false;
        }
        int type = byteAt(buffer, offset + 1);
        return type >= FIRST_RTCP_TYPE && type <= LAST_RTCP_TYPE;
    }

    /**
     * The sequence number.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @return 0 to 65535
     */
    public static int sequenceNumber(ByteBuffer buffer, int offset) {
        return NetworkOrder.unsignedShort(buffer, offset + 2);
    }

    /**
     * The RTP timestamp.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @return 0 to 2^32 - 1, in units of the stream's clock rate
     */
    public static long timestamp(ByteBuffer buffer, int offset) {
        return NetworkOrder.unsignedInt(buffer, offset + 4);
    }

    /**
     * The synchronisation source.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @return 0 to 2^32 - 1
     */
    public static long ssrc(ByteBuffer buffer, int offset) {
        return NetworkOrder.unsignedInt(buffer, offset + 8);
    }

    /**
     * The payload type.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @return 0 to 127
     */
    public static int payloadType(ByteBuffer buffer, int offset) {
        return byteAt(buffer, offset + 1) & 0x7F;
    }

    /**
     * The marker bit.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @return true if set
     */
    public static boolean marker(ByteBuffer buffer, int offset) {
        return byteAt(buffer, offset + 1) >= 0x80;
    }

    /**
     * Looks for a header extension element. Ends at the first element that has its id, that reaches beyond the block,
     * or that ends a block of one-byte elements (id 15, or id 0 with a length).
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @param headerLength what {@link #length} returned
     * @param id the element's id, 1 to 14, or to 255 in a block of two-byte elements
     * @return the absolute index of the element's data {@code << 16 |} their length in bytes (0 to 255), or -1 if there
     *        is no such element
     */
    public static long findExtension(ByteBuffer buffer, int offset, int headerLength, int id) {
        int flags = NetworkOrder.unsignedShort(buffer, offset) >> 8;
        if ((flags & EXTENSION_BIT) == 0 || id == PADDING_ID) {
            return NOT_FOUND;
        }
        int block = offset + FIXED_HEADER_BYTES + (flags & CSRC_COUNT_MASK) * CSRC_BYTES;
        int profile = NetworkOrder.unsignedShort(buffer, block);
        int elements = block + EXTENSION_HEADER_BYTES;
        int end = offset + headerLength;
        if (profile == ONE_BYTE_PROFILE) {
            return findOneByteElement(buffer, elements, end, id);
        }
        if ((profile & TWO_BYTE_PROFILE_MASK) == TWO_BYTE_PROFILE) {
            return findTwoByteElement(buffer, elements, end, id);
        }
        return NOT_FOUND;
    }

    private static long findOneByteElement(ByteBuffer buffer, int elements, int end, int id) {
        int at = elements;
        while (at < end) {
            int head = byteAt(buffer, at++);
            if (head == 0) {
                continue;
            }
            int elementId = head >> 4;
            int length = (head & 0x0F) + 1;
            if (elementId == STOP_ID || elementId == PADDING_ID || length > end - at) {
                return NOT_FOUND;
            }
            if (elementId == id) {
                return found(at, length);
            }
            at += length;
        }
        return NOT_FOUND;
    }

    private static long findTwoByteElement(ByteBuffer buffer, int elements, int end, int id) {
        int at = elements;
        // The last byte is padding or an id without a length: no element either way.
        while (at < end - 1) {
            int head = NetworkOrder.unsignedShort(buffer, at);
            int elementId = head >> 8;
            if (elementId == PADDING_ID) {
                at++;
                continue;
            }
            int length = head & 0xFF;
            at += 2;
            if (length > end - at) {
                return NOT_FOUND;
            }
            if (elementId == id) {
                return found(at, length);
            }
            at += length;
        }
        return NOT_FOUND;
    }

    /**
     * A byte of the packet, any but its first, as the second half of a short: a view handle costs the same for every
     * kind of buffer, while the buffer's own get is a virtual call that makes a mix of buffers 1.5 times as dear.
     */
    private static int byteAt(ByteBuffer buffer, int index) {
        return NetworkOrder.unsignedShort(buffer, index - 1) & 0xFF;
    }

    private static long found(int at, int length) {
        return (long) at << 16 | length;
    }

    /**
     * The time at which the sender says it sent the packet: the abs-send-time extension, 3 bytes.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @param headerLength what {@link #length} returned
     * @param id the extension's id, 1 to 255
     * @return 6.18 fixed-point seconds, 0 to 2^24 - 1, or {@link PacketView#NO_SEND_TIME} if the extension is missing
     *        or not 3 bytes long; 0 is a time like any other
     */
    public static int absSendTime(ByteBuffer buffer, int offset, int headerLength, int id) {
        long element = findExtension(buffer, offset, headerLength, id);
        if (element < 0 || (int) (element & 0xFFFF) != ABS_SEND_TIME_BYTES) {
            return PacketView.NO_SEND_TIME;
        }
        // Its head lies before the data, so the four bytes that end with the element are all in the packet.
        return NetworkOrder.signedInt(buffer, (int) (element >> 16) - 1) & SEND_TIME_MASK;
    }

    /**
     * How much later than its RTP timestamp says the packet left the sender: the toffset extension (RFC 5450), 3 bytes.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @param headerLength what {@link #length} returned
     * @param id the extension's id, 1 to 255
     * @return units of the stream's clock rate, -2^23 to 2^23 - 1; 0 if the extension is missing or not 3 bytes long
     */
    public static int transmissionOffset(ByteBuffer buffer, int offset, int headerLength, int id) {
        long element = findExtension(buffer, offset, headerLength, id);
        if (element < 0 || (int) (element & 0xFFFF) != TRANSMISSION_OFFSET_BYTES) {
            return 0;
        }
        // As for abs-send-time; up and down again, so that the sign of the 24 bits becomes that of the number.
        return NetworkOrder.signedInt(buffer, (int) (element >> 16) - 1) << 8 >> 8;
    }

    /**
     * The time at which the sender says the media was captured, in the shape of a send time: the abs-capture-time
     * extension, 8 or 16 bytes. See the class description for what it is worth.
     *
     * @param buffer holds the packet
     * @param offset where the packet begins
     * @param headerLength what {@link #length} returned
     * @param id the extension's id, 1 to 255
     * @return 6.18 fixed-point seconds, 0 to 2^24 - 1, or {@link PacketView#NO_SEND_TIME} if the extension is missing
     *        or neither 8 nor 16 bytes long
     */
    public static int absCaptureTimeAsSendTime(ByteBuffer buffer, int offset, int headerLength, int id) {
        long element = findExtension(buffer, offset, headerLength, id);
        int length = (int) (element & 0xFFFF);
        if (element < 0 || length != ABS_CAPTURE_TIME_BYTES && length != ABS_CAPTURE_TIME_LONG_BYTES) {
            return PacketView.NO_SEND_TIME;
        }
        long ntpTime = NetworkOrder.signedLong(buffer, (int) (element >> 16));
        return (int) (ntpTime >>> NTP_TO_SEND_TIME_SHIFT) & SEND_TIME_MASK;
    }
}
