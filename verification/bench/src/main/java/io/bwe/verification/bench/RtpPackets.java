package io.bwe.verification.bench;

import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;

/**
 * Buffers with RTP packets, to be used over and over like those of a server: one after the other, so that reading a
 * header is not reading the same cache line again. The three bytes of abs-send-time and the sequence number are written
 * for each packet.
 */
public final class RtpPackets {
    /** Where buffers lie. */
    public enum Memory {
        /** Java's heap. */
        HEAP,
        /** Outside of it, as with most servers. */
        DIRECT
    }

    static final int SEND_TIME_ID = 3;
    static final long SSRC = 0x1234_5678L;
    static final int PAYLOAD_SIZE = 1_200;
    private static final int BUFFERS = 256;
    private static final int SEQUENCE_NUMBER_AT = 2;
    private static final int SSRC_AT = 8;
    /** Behind the fixed header, the head of the block, and the head of the element. */
    private static final int SEND_TIME_AT = 12 + 4 + 1;
    private static final int HEADER_BYTES = 12 + 4 + 4;

    private final ByteBuffer[] buffers = new ByteBuffer[BUFFERS];
    private int number;

    RtpPackets(Memory memory) {
        ByteBuffer packet = new RtpPacketBuilder().ssrc(SSRC).absSendTime(SEND_TIME_ID, 0).payloadSize(PAYLOAD_SIZE)
                .build();
        for (int i = 0; i < BUFFERS; i++) {
            buffers[i] = copy(packet, memory);
        }
    }

    /** A copy of a packet in other memory. */
    static ByteBuffer copy(ByteBuffer packet, Memory memory) {
        int size = packet.remaining();
        ByteBuffer copy = memory == Memory.DIRECT ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        copy.put(packet.duplicate());
        return copy.flip();
    }

    /** The next packet of {@link #PAYLOAD_SIZE} bytes and the SSRC {@link #SSRC}. */
    ByteBuffer next(int absSendTime) {
        number++;
        ByteBuffer buffer = buffers[number & BUFFERS - 1];
        buffer.putShort(SEQUENCE_NUMBER_AT, (short) number);
        buffer.putShort(SEND_TIME_AT, (short) (absSendTime >> 8));
        buffer.put(SEND_TIME_AT + 2, (byte) absSendTime);
        return buffer;
    }

    /** The packet at which a cursor stands, as long as it is in the trace. */
    ByteBuffer next(TraceCursor cursor) {
        ByteBuffer buffer = next(cursor.absSendTime());
        buffer.limit(HEADER_BYTES + Math.min(cursor.payloadSize(), PAYLOAD_SIZE));
        buffer.putInt(SSRC_AT, (int) cursor.ssrc());
        return buffer;
    }
}
