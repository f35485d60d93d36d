package io.bwe.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds frames of a capture byte by byte: a UDP datagram, an IP header before it, a link header before that. */
final class FrameBuilder {
    static final byte[] SENDER = {10, 0, 0, 1};
    static final byte[] RECEIVER = {10, 0, 0, 2};
    static final int SENDER_PORT = 5000;
    static final int RECEIVER_PORT = 6000;
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    private FrameBuilder() {
    }

    static byte[] udp(int sourcePort, int destinationPort, byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length).putShort((short) sourcePort).putShort((short) destinationPort)
                .putShort((short) (8 + payload.length)).putShort((short) 0).put(payload).array();
    }

    static byte[] udp(byte[] payload) {
        return udp(SENDER_PORT, RECEIVER_PORT, payload);
    }

    static byte[] ipv4(byte[] payload) {
        return ipv4(SENDER, RECEIVER, 17, 0, 0, payload);
    }

    /**
     * An IPv4 packet.
     *
     * @param fragment the 16 bits of flags and fragment offset
     * @param optionWords 32-bit words of options
     */
    static byte[] ipv4(byte[] source, byte[] destination, int protocol, int fragment, int optionWords, byte[] payload) {
        int headerBytes = 20 + 4 * optionWords;
        return ByteBuffer.allocate(headerBytes + payload.length).put((byte) (0x40 | headerBytes / 4)).put((byte) 0)
                .putShort((short) (headerBytes + payload.length)).putShort((short) 1).putShort((short) fragment)
                .put((byte) 64).put((byte) protocol).putShort((short) 0).put(source).put(destination)
                .put(new byte[4 * optionWords]).put(payload).array();
    }

    /** An IPv6 packet from 2001:db8::1 to 2001:db8::2. */
    static byte[] ipv6(int nextHeader, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length).put((byte) 0x60).put(new byte[3])
                .putShort((short) payload.length).put((byte) nextHeader).put((byte) 64);
        packet.putInt(0x20010db8).putInt(0).putInt(0).putInt(1);
        packet.putInt(0x20010db8).putInt(0).putInt(0).putInt(2);
        return packet.put(payload).array();
    }

    static byte[] ethernet(byte[] ip) {
        return join(new byte[12], bytes16(etherType(ip)), ip);
    }

    static int etherType(byte[] ip) {
        return ip[0] >> 4 == 4 ? IPV4 : IPV6;
    }

    static byte[] bytes16(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    static byte[] bytes32(ByteOrder order, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    static byte[] join(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
