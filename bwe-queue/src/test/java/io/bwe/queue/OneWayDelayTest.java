package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OneWayDelayTest {
    private static final int TICKS_PER_SECOND = 1 << 18;
    private static final int WRAP = 1 << 24;
    private static final long SECOND_US = 1_000_000;

    private final OneWayDelay delay = new OneWayDelay();

    @Test
    void isWhatArrivalIsBehindTheSender() {
        assertThat(delay.add(5 * SECOND_US, TICKS_PER_SECOND)).as("nothing is known before the first").isTrue();
        assertThat(delay.delayUs()).isEqualTo(4e6);
        assertThat(delay.add(5 * SECOND_US + 20_000, TICKS_PER_SECOND + TICKS_PER_SECOND / 100)).isFalse();
        assertThat(delay.delayUs()).isCloseTo(4e6 + 10_000, within(4.0));
        assertThat(delay.sendUs()).isCloseTo(1e6 + 10_000, within(4.0));
    }

    @Test
    void sendTimesWrap() {
        delay.add(0, WRAP - TICKS_PER_SECOND);
        double before = delay.delayUs();
        assertThat(delay.add(SECOND_US + 1_000, 0)).isFalse();
        assertThat(delay.delayUs() - before).isEqualTo(1_000);
    }

    @Test
    void anOvertakenPacketHasTheDelayItHad() {
        delay.add(SECOND_US, TICKS_PER_SECOND);
        double before = delay.delayUs();
        delay.add(SECOND_US + 1_000, TICKS_PER_SECOND / 2);
        assertThat(delay.delayUs() - before).isEqualTo(501_000);
        delay.add(SECOND_US + 2_000, TICKS_PER_SECOND);
        assertThat(delay.delayUs() - before).isEqualTo(2_000);
    }

    @Test
    void beginsAnewAfterMoreThanTwoSecondsWithoutPackets() {
        delay.add(0, 0);
        assertThat(delay.add(2 * SECOND_US, 2 * TICKS_PER_SECOND)).isFalse();
        assertThat(delay.add(4 * SECOND_US + 1, 4 * TICKS_PER_SECOND)).isTrue();
    }

    @Test
    void beginsAnewAfterAJumpOfAClock() {
        delay.add(0, 0);
        assertThat(delay.add(1_000, 3 * TICKS_PER_SECOND)).as("3 s").isFalse();
        assertThat(delay.add(2_000, 7 * TICKS_PER_SECOND)).as("4 s").isTrue();
        assertThat(delay.add(3_000, 0)).as("back").isTrue();
    }

    @Test
    void isAsNewAfterAReset() {
        delay.add(0, 5 * TICKS_PER_SECOND);
        delay.reset();
        assertThat(delay.add(SECOND_US, TICKS_PER_SECOND)).isTrue();
        assertThat(delay.delayUs()).isZero();
    }
}
