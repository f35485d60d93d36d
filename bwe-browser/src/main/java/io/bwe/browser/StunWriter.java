package io.bwe.browser;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a STUN message (RFC 8489), attribute by attribute. Used by one thread. */
final class StunWriter {
    private static final int MAX_BYTES = 1024;
    private static final int LENGTH = 2;
    private static final int FAMILY_IPV4 = 1;
    private static final int FAMILY_IPV6 = 2;

    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
    private final byte[] transactionId;

    /**
     * Begins a message.
     *
     * @param type method and class
     * @param transactionId 12 bytes
     */
    StunWriter(int type, byte[] transactionId) {
        this.transactionId = transactionId;
        buffer.putShort((short) type).putShort((short) 0).putInt(StunMessage.MAGIC_COOKIE).put(transactionId);
    }

    StunWriter attribute(int type, byte[] value) {
        buffer.putShort((short) type).putShort((short) value.length).put(value);
        buffer.put(new byte[-value.length & 3]);
        return this;
    }

    /** The address that a request came from, in a form that no middlebox rewrites. */
    StunWriter xorMappedAddress(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        byte[] key = ByteBuffer.allocate(16).putInt(StunMessage.MAGIC_COOKIE).put(transactionId).array();
        ByteBuffer value = ByteBuffer.allocate(4 + ip.length);
        value.putShort((short) (ip.length == 4 ? FAMILY_IPV4 : FAMILY_IPV6));
        value.putShort((short) (address.getPort() ^ StunMessage.MAGIC_COOKIE >>> 16));
        for (int i = 0; i < ip.length; i++) {
            value.put((byte) (ip[i] ^ key[i]));
        }
        return attribute(StunMessage.XOR_MAPPED_ADDRESS, value.array());
    }

    StunWriter errorCode(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.allocate(4 + text.length);
        value.putInt(code / 100 << 8 | code % 100).put(text);
        return attribute(StunMessage.ERROR_CODE, value.array());
    }

    /** Signs what was written so far. */
    StunWriter integrity(String password) {
        byte[] value = StunDigests.integrity(buffer.array(), buffer.position(), password);
        return attribute(StunMessage.MESSAGE_INTEGRITY, value);
    }

    /** Ends the message with its fingerprint. */
    ByteBuffer finish() {
        int at = buffer.position();
        int checksum = StunDigests.fingerprint(buffer.array(), at);
        attribute(StunMessage.FINGERPRINT, ByteBuffer.allocate(Integer.BYTES).putInt(checksum).array());
        buffer.putShort(LENGTH, (short) (buffer.position() - StunMessage.HEADER_BYTES));
        return ByteBuffer.wrap(Arrays.copyOf(buffer.array(), buffer.position()));
    }
}
