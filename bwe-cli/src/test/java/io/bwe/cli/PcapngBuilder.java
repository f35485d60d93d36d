package io.bwe.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds pcapng files byte by byte. */
final class PcapngBuilder {
    static final int ETHERNET = 1;

    private ByteOrder order;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    /** Begins a file with a section of this byte order. */
    PcapngBuilder(ByteOrder order) {
        this.order = order;
        section(order);
    }

    PcapngBuilder section(ByteOrder order) {
        this.order = order;
        ByteBuffer body = body(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
        return block(0x0a0d0d0a, body.array());
    }

    PcapngBuilder describeInterface(int linkType, int snapLength, byte... options) {
        ByteBuffer body = body(8 + options.length).putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        return block(1, body.put(options).array());
    }

    /** An interface option with its padding, for {@link #describeInterface}. */
    byte[] option(int code, byte... value) {
        return body(4 + (value.length + 3 & ~3)).putShort((short) code).putShort((short) value.length).put(value)
                .array();
    }

    PcapngBuilder enhancedPacket(int interfaceId, long timestamp, int original, byte... captured) {
        ByteBuffer body = body(20 + (captured.length + 3 & ~3)).putInt(interfaceId).putInt((int) (timestamp >>> 32))
                .putInt((int) timestamp).putInt(captured.length).putInt(original);
        return block(6, body.put(captured).array());
    }

    PcapngBuilder obsoletePacket(int interfaceId, long timestamp, byte... frame) {
        ByteBuffer body = body(20 + (frame.length + 3 & ~3)).putShort((short) interfaceId).putShort((short) 0)
                .putInt((int) (timestamp >>> 32)).putInt((int) timestamp).putInt(frame.length).putInt(frame.length);
        return block(2, body.put(frame).array());
    }

    PcapngBuilder simplePacket(int original, byte... captured) {
        return block(3, body(4 + (captured.length + 3 & ~3)).putInt(original).put(captured).array());
    }

    PcapngBuilder block(int type, byte... body) {
        ints(type, 12 + body.length);
        file.writeBytes(body);
        ints(12 + body.length);
        return this;
    }

    /** Bytes that are no proper block. */
    PcapngBuilder ints(int... values) {
        file.writeBytes(FrameBuilder.bytes32(order, values));
        return this;
    }

    private ByteBuffer body(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    byte[] build() {
        return file.toByteArray();
    }
}
