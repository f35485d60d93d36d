package io.bwe.api;

import java.nio.ByteBuffer;

/**
 * Takes RTP packets to send, one at a time.
 *
 * <p>A writer leaves the buffer as it found it and keeps no reference to it after the call. May be called from any
 * thread; whether by several at once is up to the writer.
 */
@FunctionalInterface
public interface RtpWriter {
    /**
     * Takes a packet.
     *
     * @param packet the RTP packet, from position to limit
     */
    void writeRtp(ByteBuffer packet);
}
