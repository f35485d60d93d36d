package io.bwe.cli;

import java.nio.ByteBuffer;

/**
 * Writes the demo's RTP packets: RFC 3550 header, one-byte header extension (RFC 8285) with abs-send-time, a payload of
 * zeros. Used by one thread.
 */
final class DemoRtpWriter {
    static final long SSRC = 0x62776501L;
    static final int PAYLOAD_TYPE = 96;
    static final int ABS_SEND_TIME_ID = 3;
    /** RTP header (12), extension block header (4) and one extension word (4). */
    static final int HEADER_BYTES = 20;

    private final ByteBuffer packet = ByteBuffer.allocateDirect(HEADER_BYTES + DemoVideoSource.MAX_PAYLOAD_BYTES);
    private int sequenceNumber;

    /**
     * Writes the next packet.
     *
     * @param source has made the packet
     * @param sendTimeNs the time of sending, in nanoseconds on the sender's clock
     * @return the packet from position to limit, valid until the next call
     */
    ByteBuffer write(DemoVideoSource source, long sendTimeNs) {
        packet.clear().limit(HEADER_BYTES + source.payloadBytes());
        packet.put((byte) 0x90);
        packet.put((byte) ((source.lastOfFrame() ? 0x80 : 0) | PAYLOAD_TYPE));
        packet.putShort((short) sequenceNumber++);
        packet.putInt((int) source.rtpTimestamp());
        packet.putInt((int) SSRC);
        packet.putShort((short) 0xBEDE);
        packet.putShort((short) 1);
        packet.putInt(ABS_SEND_TIME_ID << 28 | 2 << 24 | absSendTime(sendTimeNs));
        return packet.rewind();
    }

    /**
     * Converts a time to abs-send-time: 6.18 fixed-point seconds, modulo 64 s.
     *
     * @param timeNs nanoseconds, 0 or more
     * @return 0 to 2^24 - 1
     */
    static int absSendTime(long timeNs) {
        long withinNs = timeNs % 64_000_000_000L;
        return (int) ((withinNs << 18) / 1_000_000_000L) & 0xFF_FFFF;
    }
}
