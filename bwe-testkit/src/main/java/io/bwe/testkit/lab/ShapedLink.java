package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import org.jspecify.annotations.Nullable;

/** A shaper with a token bucket, such as Linux's tbf: while the bucket has permits, packets leave at line rate. */
final class ShapedLink extends QueuedLink {
    private final TokenBucket bucket;
    private final CapacitySchedule line;
    /** The packet that waits for permits. */
    private @Nullable WirePacket next;

    ShapedLink(Agenda agenda, CapacitySchedule capacity, PacketQueue queue, long burstBytes, long lineBps) {
        super(agenda, capacity, queue);
        bucket = new TokenBucket(capacity, burstBytes);
        line = CapacitySchedule.constant(lineBps);
    }

    @Override
    void begin() {
        WirePacket packet = next == null ? poll() : next;
        if (packet == null) {
            rest();
            return;
        }
        long nowNs = agenda().nowNs();
        if (!bucket.take(packet.bytes(), nowNs)) {
            next = packet;
            // At least a nanosecond, or rounding could make it wait for ever.
            agenda().at(Math.max(nowNs + 1, bucket.enoughAtNs(packet.bytes(), nowNs)), this::begin);
            return;
        }
        next = null;
        beginsToSend(packet);
        agenda().at(line.transmissionEndNs(nowNs, packet.bytes()), () -> {
            packet.path().carry(packet);
            begin();
        });
    }
}
