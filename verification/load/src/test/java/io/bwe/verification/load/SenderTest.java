package io.bwe.verification.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.RtpHandler;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** On the real clock, so only what holds on a machine of any speed. */
class SenderTest {
    private static final long MS = 1_000_000;
    private static final long HELD_UP_NS = 50 * MS;

    private int calls;

    @Test
    void whatAHandlerHoldsUpIsInTheFiguresOfThePacketsBehind() {
        RtpHandler slowOnce = (packet, arrivalTimeNs, ordinal) -> {
            calls++;
            if (calls == 11) {
                long endNs = System.nanoTime() + HELD_UP_NS;
                while (System.nanoTime() - endNs < 0) {
                    LockSupport.parkNanos(HELD_UP_NS);
                }
            }
        };
        long startNs = System.nanoTime();

        // A packet a millisecond; the tenth is the first that counts.
        Sender sender = new Sender(new RtpHandler[]{slowOnce}, 1, new Schedule(startNs, 1_000), startNs + 10 * MS,
                startNs + 100 * MS);
        sender.run();

        assertThat(calls).isEqualTo(100);
        assertThat(sender.measured()).isEqualTo(90);
        assertThat(sender.inHandler.getTotalCount()).isEqualTo(90);
        assertThat(sender.inHandler.getMaxValue()).isGreaterThanOrEqualTo(HELD_UP_NS);
        // The one behind was due a millisecond later and had to wait for the rest; the one ten behind for 40 ms.
        assertThat(sender.late.getCountBetweenValues(40 * MS, Latencies.HIGHEST_NS)).isGreaterThanOrEqualTo(9);
        assertThat(sender.sinceDue.getCountBetweenValues(40 * MS, Latencies.HIGHEST_NS)).isGreaterThanOrEqualTo(10);
    }

    @Test
    void streamsTakeTurns() {
        int[] packets = new int[3];
        RtpHandler[] handlers = new RtpHandler[3];
        for (int i = 0; i < 3; i++) {
            int stream = i;
            handlers[i] = (packet, arrivalTimeNs, ordinal) -> {
                assertThat(packet.getInt(8)).isEqualTo(7 + stream);
                assertThat(packet.getShort(2)).isEqualTo((short) packets[stream]);
                packets[stream]++;
            };
        }
        long startNs = System.nanoTime();

        new Sender(handlers, 7, new Schedule(startNs, 10_000), startNs + MS, startNs + 3 * MS).run();

        assertThat(packets).containsExactly(10, 10, 10);
    }
}
