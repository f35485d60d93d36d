package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QueueDelayTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000_000_000L;
    /** Send times are as fine as this. */
    private static final long TICK = SECOND >> 18;

    private final QueueDelay delay = new QueueDelay();

    private long after(long sentNs, long arrivalNs) {
        delay.onPacket(new SentPacket(sentNs, arrivalNs));
        return delay.delayNs();
    }

    @Test
    void isUnknownWithoutSendTimes() {
        delay.onPacket(new SentPacket(0, 0, false));
        assertThat(delay.delayNs()).isEqualTo(QueueDelay.UNKNOWN);
    }

    @Test
    void isWhatAPacketTookLongerThanTheFastest() {
        assertThat(after(0, 500 * MS)).isZero();
        assertThat(after(10 * MS, 550 * MS)).isCloseTo(40 * MS, within(2 * TICK));
        assertThat(after(20 * MS, 515 * MS)).as("the fastest so far").isZero();
        assertThat(after(30 * MS, 530 * MS)).isCloseTo(5 * MS, within(2 * TICK));
    }

    @Test
    void sendTimesWrapAndOvertakeEachOther() {
        long wrap = 64 * SECOND;
        assertThat(after(wrap - 5 * MS, 0)).isZero();
        assertThat(after(wrap + 5 * MS, 10 * MS)).isCloseTo(0, within(2 * TICK));
        assertThat(after(wrap - 1 * MS, 12 * MS)).as("sent before the wrap").isCloseTo(8 * MS, within(2 * TICK));
    }

    @Test
    void holdsForADayOfPackets() {
        for (long second = 0; second < 86_400; second++) {
            after(second * SECOND, second * SECOND + 20 * MS);
        }
        assertThat(after(86_400 * SECOND, 86_400 * SECOND + 50 * MS)).isCloseTo(30 * MS, within(2 * TICK));
    }

    @Test
    void theFastestIsForgottenAfterTwoMinutes() {
        after(0, 0);
        for (long second = 1; second < 110; second++) {
            after(second * SECOND, second * SECOND + 30 * MS);
        }
        assertThat(delay.delayNs()).isCloseTo(30 * MS, within(2 * TICK));
        for (long second = 110; second < 135; second++) {
            after(second * SECOND, second * SECOND + 30 * MS);
        }
        assertThat(delay.delayNs()).isCloseTo(0, within(2 * TICK));
    }

    @Test
    void beginsAnewAfterALongPauseAndAfterAJumpOfTheSendersClock() {
        after(0, 0);
        assertThat(after(32 * SECOND, 32 * SECOND + 100 * MS)).as("after a pause").isZero();
        assertThat(after(33 * SECOND, 33 * SECOND + 110 * MS)).isCloseTo(10 * MS, within(2 * TICK));
        assertThat(after(24 * SECOND, 34 * SECOND)).as("after a jump").isZero();
        assertThat(after(25 * SECOND, 35 * SECOND + 7 * MS)).isCloseTo(7 * MS, within(2 * TICK));
    }
}
