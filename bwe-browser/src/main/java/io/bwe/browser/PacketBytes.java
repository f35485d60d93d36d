package io.bwe.browser;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jitsi.utils.ByteArrayBuffer;

/** A packet in an array that can grow, as the SRTP library wants it. Used by one thread. */
final class PacketBytes implements ByteArrayBuffer {
    private byte[] bytes;
    private int offset;
    private int length;

    /** A copy of a packet, from position to limit. */
    PacketBytes(ByteBuffer packet) {
        length = packet.remaining();
        bytes = new byte[length];
        packet.get(packet.position(), bytes);
    }

    /** The packet; shares its bytes. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, offset, length).slice();
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int newLength) {
        length = newLength;
    }

    @Override
    public void setOffset(int newOffset) {
        offset = newOffset;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] into) {
        System.arraycopy(bytes, offset + from, into, 0, count);
    }

    @Override
    public void grow(int more) {
        if (offset + length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, offset + length + more);
        }
    }

    @Override
    public void append(byte[] data, int count) {
        grow(count);
        System.arraycopy(data, 0, bytes, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int count) {
        length -= count;
    }
}
