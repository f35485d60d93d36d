package io.bwe.browser;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The digest of a certificate (RFC 8122, section 5).
 *
 * @param hash the hash function in lower case, one of {@link #HASHES}
 * @param digest upper-case hexadecimal bytes separated by colons
 */
record Fingerprint(String hash, String digest) {
    /** The hash functions that are good enough. */
    static final Set<String> HASHES = Set.of("sha-256", "sha-384", "sha-512");

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /** A fingerprint as in {@code a=fingerprint}, or empty if its hash function is not known or it is malformed. */
    static Optional<Fingerprint> parse(String value) {
        String[] words = value.split(" +");
        if (words.length != 2 || !HASHES.contains(words[0].toLowerCase(Locale.ROOT))
                || !words[1].matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+")) {
            return Optional.empty();
        }
        return Optional.of(new Fingerprint(words[0].toLowerCase(Locale.ROOT), words[1].toUpperCase(Locale.ROOT)));
    }

    static Fingerprint of(String hash, byte[] certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT));
            return new Fingerprint(hash, HEX.formatHex(digest.digest(certificate)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no " + hash, e);
        }
    }

    /** Whether this is the digest of a certificate. */
    boolean fits(byte[] certificate) {
        return equals(of(hash, certificate));
    }

    @Override
    public String toString() {
        return hash + " " + digest;
    }
}
