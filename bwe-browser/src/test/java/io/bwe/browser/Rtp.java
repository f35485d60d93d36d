package io.bwe.browser;

import java.nio.ByteBuffer;

/** Makes RTP packets for tests. */
final class Rtp {
    /** A VP8 payload descriptor: the first packet of a frame. */
    private static final byte START_OF_FRAME = 0x10;

    private Rtp() {
    }

    /** A VP8 packet with an abs-send-time of id 2. */
    static ByteBuffer vp8(long ssrc, int sequenceNumber, int timestamp, long sendTimeNs, boolean keyFrame) {
        int absSendTime = (int) (sendTimeNs / 1000 * (1 << 18) / 1_000_000) & 0xFF_FFFF;
        ByteBuffer packet = ByteBuffer.allocate(1100);
        packet.put((byte) 0x90).put((byte) 96).putShort((short) sequenceNumber).putInt(timestamp).putInt((int) ssrc);
        packet.putInt(0xBEDE_0001).putInt(2 << 28 | 2 << 24 | absSendTime);
        packet.put(START_OF_FRAME).put((byte) (keyFrame ? 0 : 1));
        return packet.position(packet.capacity()).flip();
    }

    /** Any packet, with a payload. */
    static ByteBuffer packet(int payloadType, long ssrc, int sequenceNumber, byte... payload) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
        packet.put((byte) 0x80).put((byte) payloadType).putShort((short) sequenceNumber).putInt(0).putInt((int) ssrc);
        return packet.put(payload).flip();
    }
}
