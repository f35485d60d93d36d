package io.bwe.browser;

import org.bouncycastle.tls.SRTPProtectionProfile;
import org.jitsi.srtp.SrtpPolicy;
import org.jspecify.annotations.Nullable;

/** The SRTP protection profiles that are known here (RFC 5764, RFC 7714), the preferred one first. */
enum SrtpProfile {
    /** Encrypts and authenticates in one; as fast as it gets where the processor helps. */
    AEAD_AES_128_GCM(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, 16, 12) {
        @Override
        SrtpPolicy policy() {
            return new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, keyBytes(), SrtpPolicy.NULL_AUTHENTICATION, 0, 16,
                    saltBytes());
        }
    },
    /** What every implementation has. */
    AES128_CM_SHA1_80(SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, 16, 14) {
        @Override
        SrtpPolicy policy() {
            return new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, keyBytes(), SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10,
                    saltBytes());
        }
    };

    private final int id;
    private final int keyBytes;
    private final int saltBytes;

    SrtpProfile(int id, int keyBytes, int saltBytes) {
        this.id = id;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
    }

    /** The preferred one among those offered, or null if none is known. */
    static @Nullable SrtpProfile best(int[] offered) {
        for (SrtpProfile profile : values()) {
            for (int id : offered) {
                if (id == profile.id) {
                    return profile;
                }
            }
        }
        return null;
    }

    /** How packets are protected, both RTP and RTCP. */
    abstract SrtpPolicy policy();

    int id() {
        return id;
    }

    int keyBytes() {
        return keyBytes;
    }

    int saltBytes() {
        return saltBytes;
    }

    /** Key and salt of both directions. */
    int keyingMaterialBytes() {
        return 2 * (keyBytes + saltBytes);
    }
}
