package io.bwe.browser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489, sections 14.5 and 14.7). Both cover the message up to themselves, with a
 * length in its header as if they were its end.
 */
final class StunDigests {
    private static final String HMAC = "HmacSHA1";
    private static final int FINGERPRINT_XOR = 0x5354554E;
    private static final int LENGTH = 2;

    private StunDigests() {
    }

    /**
     * The HMAC of a message.
     *
     * @param message has it, or has room for it, at an index
     * @param at the index at which the attribute begins
     * @param password the key
     */
    static byte[] integrity(byte[] message, int at, String password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(covered(message, at, StunMessage.INTEGRITY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** The checksum of a message that has it, or has room for it, at an index. */
    static int fingerprint(byte[] message, int at) {
        CRC32 crc = new CRC32();
        crc.update(covered(message, at, StunMessage.FINGERPRINT_BYTES));
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }

    private static byte[] covered(byte[] message, int at, int valueBytes) {
        byte[] covered = Arrays.copyOf(message, at);
        int length = at + StunMessage.ATTRIBUTE_HEADER_BYTES + valueBytes - StunMessage.HEADER_BYTES;
        ByteBuffer.wrap(covered).putShort(LENGTH, (short) length);
        return covered;
    }
}
