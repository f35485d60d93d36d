package io.bwe.api;

import java.nio.ByteBuffer;

/**
 * Takes RTCP packets to send, compound or single, one at a time.
 *
 * <p><b>A writer must not block</b>: enqueue the packet and return. A writer that blocks delays the interceptor's
 * further REMBs, and on JDK 21 one that blocks inside {@code synchronized} holds a carrier thread of the virtual thread
 * scheduler. Where that cannot be avoided give the interceptor an {@linkplain InterceptorConfig.Builder#writerExecutor
 * executor}.
 *
 * <p>The buffer of a packet that an interceptor makes belongs to the writer from then on; it may keep it. May be called
 * from any thread, by several at once: by the interceptor's own thread and by those of the application.
 */
@FunctionalInterface
public interface RtcpWriter {
    /**
     * Takes a packet.
     *
     * @param packet the plain RTCP packet, from position to limit
     */
    void writeRtcp(ByteBuffer packet);
}
