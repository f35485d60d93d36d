package io.bwe.browser;

import java.nio.ByteBuffer;

/** What a datagram is, told by its first bytes (RFC 7983, and RFC 5761 for RTCP). */
enum DatagramKind {
    STUN, DTLS, RTP, RTCP, UNKNOWN;

    static DatagramKind of(ByteBuffer datagram) {
        if (datagram.remaining() < 2) {
            return UNKNOWN;
        }
        int first = datagram.get(datagram.position()) & 0xFF;
        int second = datagram.get(datagram.position() + 1) & 0xFF;
        if (first <= 3) {
            return STUN;
        }
        if (first >= 20 && first <= 63) {
            return DTLS;
        }
        if (first >= 128 && first <= 191) {
            return second >= 192 && second <= 223 ? RTCP : RTP;
        }
        return UNKNOWN;
    }
}
