package io.bwe.browser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A received STUN message (RFC 8489) as far as ICE-lite needs it: which one it is, and whether it has the right to be
 * answered. Immutable.
 */
final class StunMessage {
    static final int BINDING_REQUEST = 0x0001;
    static final int BINDING_INDICATION = 0x0011;
    static final int BINDING_SUCCESS = 0x0101;
    static final int BINDING_ERROR = 0x0111;

    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802A;

    static final int MAGIC_COOKIE = 0x2112A442;
    static final int HEADER_BYTES = 20;
    static final int TRANSACTION_ID_BYTES = 12;
    static final int ATTRIBUTE_HEADER_BYTES = 4;
    static final int INTEGRITY_BYTES = 20;
    static final int FINGERPRINT_BYTES = 4;

    private static final int TRANSACTION_ID = 8;
    private static final int NONE = -1;

    private final byte[] message;
    private final int integrityAt;
    private final int fingerprintAt;

    private StunMessage(byte[] message, int integrityAt, int fingerprintAt) {
        this.message = message;
        this.integrityAt = integrityAt;
        this.fingerprintAt = fingerprintAt;
    }

    /**
     * Reads a message.
     *
     * @param datagram from position to limit, left as it is
     * @return the message, or empty if it is malformed or its fingerprint is missing or wrong, which ICE requires
     *         (RFC 8445, section 7.1)
     */
    static Optional<StunMessage> decode(ByteBuffer datagram) {
        byte[] message = new byte[datagram.remaining()];
        datagram.get(datagram.position(), message);
        ByteBuffer view = ByteBuffer.wrap(message);
        if (message.length < HEADER_BYTES || (message[0] & 0xC0) != 0 || view.getInt(4) != MAGIC_COOKIE
                || view.getShort(2) % 4 != 0 || (view.getShort(2) & 0xFFFF) != message.length - HEADER_BYTES) {
            return Optional.empty();
        }
        int integrityAt = NONE;
        int fingerprintAt = NONE;
        int at = HEADER_BYTES;
        while (at < message.length) {
            int end = attributeEnd(view, at);
            if (end > message.length || fingerprintAt != NONE) {
                // The fingerprint is the last.
                return Optional.empty();
            }
            int type = view.getShort(at) & 0xFFFF;
            int length = view.getShort(at + 2) & 0xFFFF;
            if (type == FINGERPRINT && length == FINGERPRINT_BYTES) {
                fingerprintAt = at;
            } else if (type == MESSAGE_INTEGRITY && length == INTEGRITY_BYTES && integrityAt == NONE) {
                integrityAt = at;
            }
            at = end;
        }
        StunMessage decoded = new StunMessage(message, integrityAt, fingerprintAt);
        return decoded.hasRightFingerprint() ? Optional.of(decoded) : Optional.empty();
    }

    private static int attributeEnd(ByteBuffer view, int at) {
        // A length of 0xFFFF is beyond any datagram that this is called with.
        int length = at + ATTRIBUTE_HEADER_BYTES <= view.limit() ? view.getShort(at + 2) & 0xFFFF : 0xFFFF;
        return at + ATTRIBUTE_HEADER_BYTES + (length + 3 & ~3);
    }

    int type() {
        return (message[0] & 0xFF) << 8 | message[1] & 0xFF;
    }

    byte[] transactionId() {
        return Arrays.copyOfRange(message, TRANSACTION_ID, HEADER_BYTES);
    }

    /** Whether the message has an attribute that its integrity covers. */
    boolean has(int attribute) {
        return value(attribute) != null;
    }

    /** USERNAME, or empty if there is none. */
    Optional<String> username() {
        byte[] value = value(USERNAME);
        return value == null ? Optional.empty() : Optional.of(new String(value, StandardCharsets.UTF_8));
    }

    /** The value of an attribute before the integrity; what comes after that, anybody can have added. */
    byte @Nullable [] value(int attribute) {
        ByteBuffer view = ByteBuffer.wrap(message);
        int to = integrityAt != NONE ? integrityAt : message.length;
        for (int at = HEADER_BYTES; at < to; at = attributeEnd(view, at)) {
            if ((view.getShort(at) & 0xFFFF) == attribute) {
                int from = at + ATTRIBUTE_HEADER_BYTES;
                return Arrays.copyOfRange(message, from, from + (view.getShort(at + 2) & 0xFFFF));
            }
        }
        return null;
    }

    /** Whether MESSAGE-INTEGRITY is there and made with a password. */
    boolean isSignedWith(String password) {
        if (integrityAt == NONE) {
            return false;
        }
        byte[] found = Arrays.copyOfRange(message, integrityAt + ATTRIBUTE_HEADER_BYTES,
                integrityAt + ATTRIBUTE_HEADER_BYTES + INTEGRITY_BYTES);
        return MessageDigest.isEqual(found, StunDigests.integrity(message, integrityAt, password));
    }

    private boolean hasRightFingerprint() {
        return fingerprintAt != NONE
                && ByteBuffer.wrap(message).getInt(fingerprintAt + ATTRIBUTE_HEADER_BYTES) == StunDigests
                        .fingerprint(message, fingerprintAt);
    }
}
