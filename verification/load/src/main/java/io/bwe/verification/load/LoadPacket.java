package io.bwe.verification.load;

import io.bwe.testkit.RtpPacketBuilder;
import io.bwe.testkit.TestPacket;
import java.nio.ByteBuffer;

/** A packet whose header is written anew for each sending, so that a sender allocates nothing. One sender's. */
final class LoadPacket {
    /** The ID of abs-send-time. */
    static final int ABS_SEND_TIME_ID = 3;

    private static final int PAYLOAD_SIZE = 1_000;
    private static final int SEQUENCE_NUMBER_AT = 2;
    private static final int TIMESTAMP_AT = 4;
    private static final int SSRC_AT = 8;
    /** Behind the fixed header, the head of the extensions, and the ID. */
    private static final int ABS_SEND_TIME_AT = 12 + 4 + 1;
    /** Video's 90,000 a second. */
    private static final long TICK_NS = 11_111;

    final ByteBuffer buffer;

    LoadPacket() {
        ByteBuffer built = new RtpPacketBuilder().payloadType(96).absSendTime(ABS_SEND_TIME_ID, 0)
                .payloadSize(PAYLOAD_SIZE).build();
        buffer = ByteBuffer.allocateDirect(built.remaining()).put(built).flip();
    }

    /** Makes it the packet of a stream that is sent at a time. */
    void become(int ssrc, int sequenceNumber, long timeNs) {
        buffer.putShort(SEQUENCE_NUMBER_AT, (short) sequenceNumber);
        buffer.putInt(TIMESTAMP_AT, (int) (timeNs / TICK_NS));
        buffer.putInt(SSRC_AT, ssrc);
        int sendTime = TestPacket.absSendTimeOf(timeNs);
        buffer.putShort(ABS_SEND_TIME_AT, (short) (sendTime >> Byte.SIZE));
        buffer.put(ABS_SEND_TIME_AT + Short.BYTES, (byte) sendTime);
    }
}
