package io.bwe.testkit.lab;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A queue whose packets leave in the order in which they came. */
abstract class FifoQueue implements PacketQueue {
    private final ArrayDeque<WirePacket> packets = new ArrayDeque<>();
    private long bytes;

    @Override
    public final void offer(WirePacket packet, long rateBps) {
        if (hasRoomFor(packet, rateBps)) {
            packets.add(packet);
            bytes += packet.bytes();
        } else {
            packet.path().dropped(packet);
        }
    }

    @Override
    public final boolean isEmpty() {
        return packets.isEmpty();
    }

    abstract boolean hasRoomFor(WirePacket packet, long rateBps);

    final @Nullable WirePacket remove() {
        WirePacket packet = packets.poll();
        if (packet != null) {
            bytes -= packet.bytes();
        }
        return packet;
    }

    final int packets() {
        return packets.size();
    }

    final long bytes() {
        return bytes;
    }
}
