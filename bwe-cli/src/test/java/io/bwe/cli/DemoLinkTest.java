package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoLinkTest {
    private static final long MS_NS = 1_000_000;
    /** With headers 1000 bytes, 8 ms at 1 Mb/s. */
    private static final int BYTES = 1000 - DemoLink.IP_UDP_HEADER_BYTES;

    private final DemoLink link = new DemoLink(
            new DemoSchedule(10_000 * MS_NS, List.of(new DemoSchedule.Step(0, 0, 1_000_000))));

    @Test
    void shouldServeAPacketAtOnceWhenIdle() {
        assertThat(link.queueDelayNs(5 * MS_NS)).isZero();
        assertThat(link.offer(5 * MS_NS, BYTES)).isEqualTo(13 * MS_NS);
    }

    @Test
    void shouldQueuePacketsBehindEachOther() {
        assertThat(link.offer(0, BYTES)).isEqualTo(8 * MS_NS);
        assertThat(link.queueDelayNs(MS_NS)).isEqualTo(7 * MS_NS);
        assertThat(link.offer(MS_NS, BYTES)).isEqualTo(16 * MS_NS);
        // The queue is empty again at 16 ms.
        assertThat(link.offer(20 * MS_NS, BYTES)).isEqualTo(28 * MS_NS);
    }

    @Test
    void shouldDropAtTheTailOnceTheQueueIsFull() {
        int accepted = 0;
        while (link.offer(0, BYTES) != DemoLink.DROPPED) {
            accepted++;
        }

        // The one that found the queue exactly at its limit was still taken.
        assertThat(accepted).isEqualTo((int) (DemoLink.QUEUE_LIMIT_NS / (8 * MS_NS)) + 1);
        assertThat(link.offer(8 * MS_NS, BYTES)).isNotEqualTo(DemoLink.DROPPED);
    }

    @Test
    void shouldLetADropLeaveTheQueueAsItIs() {
        long last = 0;
        long departure;
        while ((departure = link.offer(0, BYTES)) != DemoLink.DROPPED) {
            last = departure;
        }

        assertThat(link.queueDelayNs(0)).isEqualTo(last);
    }

    @Test
    void shouldServeQueuedPacketsAtTheCapacityAfterAStep() {
        DemoLink stepping = new DemoLink(new DemoSchedule(10_000 * MS_NS, List.of(
                new DemoSchedule.Step(0, 0, 1_000_000), new DemoSchedule.Step(5_000 * MS_NS, 1_000_000, 500_000))));

        // Both come just before the step; the second is served after it.
        long first = stepping.offer(4_999 * MS_NS, BYTES);
        long second = stepping.offer(4_999 * MS_NS, BYTES);

        assertThat(first).isEqualTo(5_007 * MS_NS);
        assertThat(second).isEqualTo(5_023 * MS_NS);
    }

    @Test
    void shouldCarryNoMoreThanTheCapacity() {
        long carriedBits = 0;
        for (long nowNs = 0; nowNs < 5_000 * MS_NS; nowNs += 4 * MS_NS) {
            long departureNs = link.offer(nowNs, BYTES);
            if (departureNs != DemoLink.DROPPED && departureNs <= 5_000 * MS_NS) {
                carriedBits += 8_000;
            }
        }

        assertThat(carriedBits).isEqualTo(5_000_000);
    }
}
