package io.bwe.api;

import java.nio.ByteBuffer;

/**
 * Takes received RTCP packets, compound or single, one at a time. A chain of handlers hands each packet on; the last
 * one is the application's.
 *
 * <p>A handler leaves the buffer as it found it and keeps no reference to it after the call. May be called from any
 * thread, also by several at once.
 */
@FunctionalInterface
public interface RtcpHandler {
    /**
     * Takes a packet.
     *
     * @param packet the decrypted RTCP packet, from position to limit
     */
    void onRtcp(ByteBuffer packet);
}
