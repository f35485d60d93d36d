package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import org.jspecify.annotations.Nullable;

/** A link with a queue before it. How packets leave the queue differs from kind to kind. */
abstract class QueuedLink implements Bottleneck {
    private final Agenda agenda;
    private final CapacitySchedule capacity;
    private final PacketQueue queue;
    private boolean busy;

    QueuedLink(Agenda agenda, CapacitySchedule capacity, PacketQueue queue) {
        this.agenda = agenda;
        this.capacity = capacity;
        this.queue = queue;
    }

    @Override
    public final void send(WirePacket packet) {
        queue.offer(packet, capacity.capacityBps(agenda.nowNs()));
        if (!busy && !queue.isEmpty()) {
            busy = true;
            begin();
        }
    }

    /** Begins to send; is called when packets wait and the link was idle. */
    abstract void begin();

    /** Sends nothing until the next packet comes. */
    final void rest() {
        busy = false;
    }

    /** The next packet of the queue, or null if it is empty. */
    final @Nullable WirePacket poll() {
        return queue.poll(agenda.nowNs());
    }

    final boolean isQueueEmpty() {
        return queue.isEmpty();
    }

    /** Takes note that a packet's transmission begins. */
    final void beginsToSend(WirePacket packet) {
        packet.waited(agenda.nowNs() - packet.sentNs());
    }

    final Agenda agenda() {
        return agenda;
    }

    final CapacitySchedule capacity() {
        return capacity;
    }
}
