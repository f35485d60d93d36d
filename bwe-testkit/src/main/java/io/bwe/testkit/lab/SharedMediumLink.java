package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Waits for the medium, as Wi-Fi does, and then sends what fits into one transmission, all of which arrives at its end.
 */
final class SharedMediumLink extends QueuedLink {
    private static final double NS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;

    private final long accessNs;
    private final long airtimeNs;
    private final Random accesses;
    /** Bytes that the last transmission left of its room, or less than 0: went beyond it. */
    private double unused;

    SharedMediumLink(Agenda agenda, CapacitySchedule capacity, PacketQueue queue, long accessNs, long airtimeNs,
            Random accesses) {
        super(agenda, capacity, queue);
        this.accessNs = accessNs;
        this.airtimeNs = airtimeNs;
        this.accesses = accesses;
    }

    @Override
    void begin() {
        double waitNs = -Math.log(1 - accesses.nextDouble()) * accessNs;
        agenda().after(Math.round(waitNs), this::serveAggregate);
    }

    private void serveAggregate() {
        long nowNs = agenda().nowNs();
        // The capacity is what is left of the medium, so that it is faster while it transmits.
        double cycleNs = (double) airtimeNs + accessNs;
        double room = unused + capacity().capacityBps(nowNs) * (cycleNs / NS_PER_SECOND) / BITS_PER_BYTE;
        List<WirePacket> aggregate = new ArrayList<>();
        int bytes = 0;
        while (bytes < room) {
            WirePacket packet = poll();
            if (packet == null) {
                break;
            }
            beginsToSend(packet);
            bytes += packet.bytes();
            aggregate.add(packet);
        }
        // What a packet went beyond the room is taken off the next; an empty queue saves nothing up.
        unused = isQueueEmpty() ? 0 : room - bytes;
        int share = (int) Math.round(bytes * (airtimeNs / cycleNs));
        agenda().at(capacity().transmissionEndNs(nowNs, share), () -> {
            aggregate.forEach(packet -> packet.path().carry(packet));
            if (isQueueEmpty()) {
                rest();
            } else {
                begin();
            }
        });
    }
}
