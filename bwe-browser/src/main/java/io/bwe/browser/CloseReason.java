package io.bwe.browser;

/** Why a session has ended. */
public enum CloseReason {
    /** This side closed it. */
    CLOSED,
    /** The browser closed the connection (DTLS close_notify). */
    PEER_CLOSED,
    /** No ICE check came for longer than the consent time-out. */
    CONSENT_EXPIRED,
    /** The DTLS handshake failed: a wrong certificate, or nothing in common. */
    HANDSHAKE_FAILED,
    /** The socket failed. */
    SOCKET_FAILED
}
