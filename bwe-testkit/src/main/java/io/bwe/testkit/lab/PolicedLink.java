package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;

/** A policer: what the token bucket has permits for goes through at once, the rest is dropped. There is no queue. */
final class PolicedLink implements Bottleneck {
    private final Agenda agenda;
    private final TokenBucket bucket;

    PolicedLink(Agenda agenda, CapacitySchedule capacity, long burstBytes) {
        this.agenda = agenda;
        bucket = new TokenBucket(capacity, burstBytes);
    }

    @Override
    public void send(WirePacket packet) {
        if (bucket.take(packet.bytes(), agenda.nowNs())) {
            packet.path().carry(packet);
        } else {
            packet.path().dropped(packet);
        }
    }
}
