package org.example.application;

import io.bwe.api.HeaderExtension;
import io.bwe.api.StreamInfo;
import java.nio.ByteBuffer;

/** Two seconds of video at 800 kb/s: 1000 bytes of payload every 10 ms, which arrive as evenly as they were sent. */
final class TestStream {
    static final int PACKETS = 200;

    private static final long SSRC = 0x1234_5678L;
    private static final int PAYLOAD_TYPE = 96;
    private static final int PAYLOAD_BYTES = 1_000;
    private static final int PACKET_MS = 10;
    private static final long NS_PER_MS = 1_000_000;
    private static final int TICKS_PER_MS = 90;
    private static final int ABS_SEND_TIME_ID = 3;
    /** The profile of one-byte header extensions (RFC 8285). */
    private static final int ONE_BYTE_PROFILE = 0xBEDE;

    private TestStream() {
    }

    static StreamInfo info() {
        return StreamInfo.builder(SSRC).mimeType("video/VP8").payloadType(PAYLOAD_TYPE)
                .headerExtension(HeaderExtension.ABS_SEND_TIME, ABS_SEND_TIME_ID).build();
    }

    static long arrivalTimeNs(int number) {
        return number * PACKET_MS * NS_PER_MS;
    }

    static ByteBuffer packet(int number) {
        long sentMs = (long) number * PACKET_MS;
        // 6.18 fixed-point seconds.
        int absSendTime = (int) ((sentMs << 18) / 1_000) & 0xFF_FFFF;
        return ByteBuffer.allocate(20 + PAYLOAD_BYTES)
                .put((byte) 0x90).put((byte) PAYLOAD_TYPE).putShort((short) number)
                .putInt((int) sentMs * TICKS_PER_MS)
                .putInt((int) SSRC)
                .putShort((short) ONE_BYTE_PROFILE).putShort((short) 1)
                .putInt(ABS_SEND_TIME_ID << 28 | 2 << 24 | absSendTime)
                .rewind();
    }
}
