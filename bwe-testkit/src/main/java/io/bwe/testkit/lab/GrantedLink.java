package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The uplink of a mobile network: every few milliseconds a grant of so many bytes, and whatever ends within it arrives at
 * once. A packet may take several grants.
 */
final class GrantedLink extends QueuedLink {
    private static final int BITS_PER_BYTE = 8;
    /** A grant is at most twice what the capacity gives, so that its mean is what it gives. */
    private static final double LARGEST = 2;

    private final long intervalNs;
    private final double scatter;
    private final Random sizes;
    private @Nullable WirePacket sending;
    private double unsentBytes;

    GrantedLink(Agenda agenda, CapacitySchedule capacity, PacketQueue queue, long intervalNs, double scatter,
            Random sizes) {
        super(agenda, capacity, queue);
        this.intervalNs = intervalNs;
        this.scatter = scatter;
        this.sizes = sizes;
    }

    @Override
    void begin() {
        agenda().at((agenda().nowNs() / intervalNs + 1) * intervalNs, this::grant);
    }

    private void grant() {
        long nowNs = agenda().nowNs();
        double factor = Math.clamp(1 + scatter * sizes.nextGaussian(), 0, LARGEST);
        double bytes = capacity().bits(nowNs - intervalNs, nowNs) / BITS_PER_BYTE * factor;
        WirePacket packet = sending == null ? next() : sending;
        while (packet != null && unsentBytes <= bytes) {
            bytes -= unsentBytes;
            packet.path().carry(packet);
            packet = next();
        }
        sending = packet;
        if (packet == null) {
            rest();
        } else {
            unsentBytes -= bytes;
            begin();
        }
    }

    private @Nullable WirePacket next() {
        WirePacket packet = poll();
        if (packet != null) {
            beginsToSend(packet);
            unsentBytes = packet.bytes();
        }
        return packet;
    }
}
