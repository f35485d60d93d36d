package io.bwe.testkit.lab;

import org.jspecify.annotations.Nullable;

/** The queue before a bottleneck. What it drops it tells the packet's path. */
interface PacketQueue {
    /**
     * Takes a packet or drops it.
     *
     * @param packet the packet
     * @param rateBps what the bottleneck carries now
     */
    void offer(WirePacket packet, long rateBps);

    /** The packet to send next, or null if there is none. */
    @Nullable
    WirePacket poll(long nowNs);

    boolean isEmpty();
}
