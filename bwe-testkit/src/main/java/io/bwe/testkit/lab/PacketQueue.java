package io.bwe.testkit.lab;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The queue before a bottleneck. What it drops it tells the packet's path. */
abstract class PacketQueue {
    private final ArrayDeque<WirePacket> packets = new ArrayDeque<>();
    private long bytes;

    /**
     * Takes a packet or drops it.
     *
     * @param packet the packet
     * @param rateBps what the bottleneck carries now
     */
    final void offer(WirePacket packet, long rateBps) {
        if (hasRoomFor(packet, rateBps)) {
            packets.add(packet);
            bytes += packet.bytes();
        } else {
            packet.path().dropped(packet);
        }
    }

    /** The packet to send next, or null if there is none. */
    abstract @Nullable WirePacket poll(long nowNs);

    abstract boolean hasRoomFor(WirePacket packet, long rateBps);

    final @Nullable WirePacket remove() {
        WirePacket packet = packets.poll();
        if (packet != null) {
            bytes -= packet.bytes();
        }
        return packet;
    }

    final boolean isEmpty() {
        return packets.isEmpty();
    }

    final int packets() {
        return packets.size();
    }

    final long bytes() {
        return bytes;
    }
}
