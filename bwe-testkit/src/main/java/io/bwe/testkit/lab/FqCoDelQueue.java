package io.bwe.testkit.lab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Flow queue CoDel (RFC 8290): a queue with controlled delay for each flow, served by deficit round robin, those that have
 * just become active before the others. Every flow has a queue of its own; among 1,024 of them a few flows hardly ever
 * meet.
 */
final class FqCoDelQueue implements PacketQueue {
    static final int QUANTUM_BYTES = 1_514;
    static final int LIMIT_PACKETS = 10_240;
    /** When the limit is reached, half of the longest queue is dropped, but not more than this. */
    private static final int MOST_DROPPED = 64;

    private static final class FlowQueue {
        private final CoDelQueue packets = new CoDelQueue(Integer.MAX_VALUE);
        private int credits;
        private boolean active;
    }

    private final Map<Path, FlowQueue> queues = new HashMap<>();
    /** The same in the order in which they came, so that nothing depends on hash codes. */
    private final List<FlowQueue> inOrder = new ArrayList<>();
    private final ArrayDeque<FlowQueue> fresh = new ArrayDeque<>();
    private final ArrayDeque<FlowQueue> old = new ArrayDeque<>();

    @Override
    public void offer(WirePacket packet, long rateBps) {
        FlowQueue queue = queues.computeIfAbsent(packet.path(), path -> {
            FlowQueue created = new FlowQueue();
            inOrder.add(created);
            return created;
        });
        queue.packets.offer(packet, rateBps);
        if (!queue.active) {
            queue.active = true;
            queue.credits = QUANTUM_BYTES;
            fresh.add(queue);
        }
        if (packets() > LIMIT_PACKETS) {
            shorten(inOrder.stream().max(Comparator.comparingLong(it -> it.packets.bytes())).orElse(queue));
        }
    }

    private static void shorten(FlowQueue longest) {
        for (int left = Math.min(MOST_DROPPED, longest.packets.packets() / 2); left > 0; left--) {
            WirePacket dropped = Objects.requireNonNull(longest.packets.remove());
            dropped.path().dropped(dropped);
        }
    }

    @Override
    public @Nullable WirePacket poll(long nowNs) {
        while (true) {
            boolean isFresh = !fresh.isEmpty();
            ArrayDeque<FlowQueue> list = isFresh ? fresh : old;
            FlowQueue queue = list.peek();
            if (queue == null) {
                return null;
            }
            if (queue.credits <= 0) {
                queue.credits += QUANTUM_BYTES;
                list.remove();
                old.add(queue);
                continue;
            }
            WirePacket packet = queue.packets.poll(nowNs);
            if (packet != null) {
                queue.credits -= packet.bytes();
                return packet;
            }
            list.remove();
            // One that was new has to wait for a turn of the others, or it would be new with each packet and starve them.
            if (isFresh) {
                old.add(queue);
            } else {
                queue.active = false;
            }
        }
    }

    @Override
    public boolean isEmpty() {
        return packets() == 0;
    }

    private int packets() {
        int packets = 0;
        for (FlowQueue queue : inOrder) {
            packets += queue.packets.packets();
        }
        return packets;
    }
}
