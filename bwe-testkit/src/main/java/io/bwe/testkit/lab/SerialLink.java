package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;

/** Sends packet by packet, each for as long as the capacity has it take. */
final class SerialLink extends QueuedLink {
    SerialLink(Agenda agenda, CapacitySchedule capacity, PacketQueue queue) {
        super(agenda, capacity, queue);
    }

    @Override
    void begin() {
        WirePacket packet = poll();
        if (packet == null) {
            rest();
            return;
        }
        beginsToSend(packet);
        agenda().at(capacity().transmissionEndNs(agenda().nowNs(), packet.bytes()), () -> {
            packet.path().carry(packet);
            begin();
        });
    }
}
