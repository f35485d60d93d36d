package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A queue and the link behind it, shared by flows. It serves packet by packet, or, like Wi-Fi, waits for the medium and
 * then sends what fits into one transmission, all of which arrives at its end.
 */
final class Bottleneck {
    private static final double NS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;

    private final Agenda agenda;
    private final CapacitySchedule capacity;
    private final PacketQueue queue;
    private final LinkSpec spec;
    private final Random accesses;
    private boolean busy;
    /** Bytes that the last transmission on a shared medium left of its room, or less than 0: went beyond it. */
    private double unused;

    Bottleneck(Agenda agenda, LinkSpec spec, CapacitySchedule capacity, Random accesses) {
        this.agenda = agenda;
        this.spec = spec;
        this.capacity = capacity;
        this.accesses = accesses;
        queue = spec.queue().create();
    }

    void send(WirePacket packet) {
        queue.offer(packet, capacity.capacityBps(agenda.nowNs()));
        if (!busy && !queue.isEmpty()) {
            busy = true;
            if (spec.accessNs() > 0) {
                awaitMedium();
            } else {
                serve();
            }
        }
    }

    private void serve() {
        WirePacket packet = queue.poll(agenda.nowNs());
        if (packet == null) {
            busy = false;
            return;
        }
        packet.waited(agenda.nowNs() - packet.sentNs());
        agenda.at(capacity.transmissionEndNs(agenda.nowNs(), packet.bytes()), () -> {
            packet.path().carry(packet);
            serve();
        });
    }

    private void awaitMedium() {
        double waitNs = -Math.log(1 - accesses.nextDouble()) * spec.accessNs();
        agenda.after(Math.round(waitNs), this::serveAggregate);
    }

    private void serveAggregate() {
        long nowNs = agenda.nowNs();
        // The capacity is what is left of the medium, so that it is faster while it transmits.
        double cycleNs = (double) spec.airtimeNs() + spec.accessNs();
        double room = unused + capacity.capacityBps(nowNs) * (cycleNs / NS_PER_SECOND) / BITS_PER_BYTE;
        List<WirePacket> aggregate = new ArrayList<>();
        int bytes = 0;
        while (bytes < room) {
            WirePacket packet = queue.poll(nowNs);
            if (packet == null) {
                break;
            }
            packet.waited(nowNs - packet.sentNs());
            bytes += packet.bytes();
            aggregate.add(packet);
        }
        // What a packet went beyond the room is taken off the next; an empty queue saves nothing up.
        unused = queue.isEmpty() ? 0 : room - bytes;
        int share = (int) Math.round(bytes * (spec.airtimeNs() / cycleNs));
        agenda.at(capacity.transmissionEndNs(nowNs, share), () -> {
            aggregate.forEach(packet -> packet.path().carry(packet));
            busy = !queue.isEmpty();
            if (busy) {
                awaitMedium();
            }
        });
    }
}
