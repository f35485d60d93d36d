package io.bwe.browser;

/** Why a datagram, or what was in it, was refused. */
public enum Refusal {
    /** It is none of STUN, DTLS, RTP and RTCP, is empty, or is too long. */
    UNKNOWN_DATAGRAM("a datagram that is none of STUN, DTLS, RTP and RTCP"),
    /** It came from an address that has passed no ICE check. */
    UNCHECKED_ADDRESS("a datagram from an address that has passed no ICE check"),
    /** A STUN message that is malformed or has no right fingerprint. */
    STUN_MALFORMED("a malformed STUN message"),
    /** An ICE check with a wrong user name or a wrong password. */
    STUN_CREDENTIALS("an ICE check with wrong credentials"),
    /** A DTLS handshake in which the client's certificate is not the one of the offer. */
    DTLS_FINGERPRINT("a DTLS client whose certificate has not the fingerprint of the offer"),
    /** A DTLS handshake that failed otherwise. */
    DTLS_HANDSHAKE("a DTLS handshake that failed"),
    /**
     * RTP or RTCP before the DTLS handshake was done. A packet or two are usual: the browser is done a moment before this
     * side is.
     */
    MEDIA_BEFORE_DTLS("RTP or RTCP before the end of the DTLS handshake"),
    /** SRTP or SRTCP that is not the browser's: a wrong tag, or a key identifier (MKI) that was not negotiated. */
    SRTP_AUTHENTICATION("SRTP that fails authentication"),
    /** SRTP or SRTCP that came before, or is too old to say. */
    SRTP_REPLAY("replayed SRTP"),
    /** SRTP or SRTCP that is too short or inconsistent. */
    SRTP_MALFORMED("malformed SRTP"),
    /** A packet of one SSRC too many. */
    TOO_MANY_SSRCS("SRTP of one SSRC too many"),
    /** Authenticated RTCP that is malformed. */
    RTCP_MALFORMED("malformed RTCP"),
    /** A datagram whose processing failed: an error in this module, or in a gate that was given. */
    INTERNAL_ERROR("a datagram that could not be processed");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /**
     * What was refused, in words.
     *
     * @return for instance "malformed RTCP"
     */
    public String text() {
        return text;
    }
}
