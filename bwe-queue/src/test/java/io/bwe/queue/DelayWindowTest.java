package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DelayWindowTest {
    private static final long MS_US = 1_000;
    private static final int SIZE = 1_000;

    private final DelayWindow window = new DelayWindow();
    private long nowUs;

    /** A packet each 10 ms: 800 kb/s. */
    private void packets(int count, double queueMs) {
        for (int i = 0; i < count; i++) {
            nowUs += 10 * MS_US;
            window.add(nowUs, queueMs, SIZE);
        }
    }

    @Test
    void saysNothingWithoutEnoughPackets() {
        assertThat(window.standingMs(0)).isNaN();
        packets(5, 40);
        assertThat(window.standingMs(nowUs)).as("of 50 ms").isNaN();
        nowUs += 200 * MS_US;
        window.add(nowUs, 40, SIZE);
        assertThat(window.standingMs(nowUs)).as("six in 240 ms").isEqualTo(40);
    }

    @Test
    void aQueueThatWasEmptyOnceDoesNotStand() {
        packets(20, 60);
        packets(1, 2);
        packets(20, 60);
        assertThat(window.standingMs(nowUs)).isEqualTo(2);
        packets(14, 60);
        assertThat(window.standingMs(nowUs)).as("340 ms later").isEqualTo(60);
    }

    @Test
    void sparsePacketsAreLookedForFurtherBack() {
        for (int i = 0; i < 6; i++) {
            nowUs += 150 * MS_US;
            window.add(nowUs, 30 + i, SIZE);
        }
        assertThat(window.standingMs(nowUs)).isEqualTo(30);
        nowUs += 900 * MS_US;
        window.add(nowUs, 99, SIZE);
        assertThat(window.standingMs(nowUs)).as("two in the last second").isNaN();
    }

    @Test
    void theRecentPastIsAHundredMilliseconds() {
        packets(20, 10);
        packets(12, 90);
        assertThat(window.recentMs(nowUs)).isEqualTo(90);
        assertThat(window.standingMs(nowUs)).isEqualTo(10);
    }

    @Test
    void aBurstAfterAStallIsNoRecentPast() {
        packets(20, 0);
        nowUs += 150 * MS_US;
        for (int i = 0; i < 15; i++) {
            window.add(nowUs + i, 150, SIZE);
        }
        nowUs += 14;
        assertThat(window.recentMs(nowUs)).isNaN();
    }

    @Test
    void theRateIsThatOfTheLastHalfSecond() {
        packets(100, 0);
        assertThat(window.rateBps(250 * MS_US)).isCloseTo(800_000, within(1.0));
        for (int i = 0; i < 60; i++) {
            nowUs += 10 * MS_US;
            window.add(nowUs, 0, 2 * SIZE);
        }
        assertThat(window.rateBps(250 * MS_US)).isCloseTo(1_600_000, within(1.0));
    }

    @Test
    void thereIsNoRateOfFewPacketsOrOfAMoment() {
        packets(3, 0);
        assertThat(window.rateBps(0)).isEqualTo(DelayWindow.NO_RATE);
        packets(20, 0);
        assertThat(window.rateBps(250 * MS_US)).as("of 220 ms").isEqualTo(DelayWindow.NO_RATE);
        assertThat(window.rateBps(200 * MS_US)).isCloseTo(800_000, within(1.0));
    }

    @Test
    void theRateBehindAQueueBeginsWhereTheQueueDid() {
        packets(40, 0);
        for (int i = 0; i < 20; i++) {
            nowUs += 20 * MS_US;
            window.add(nowUs, 50, SIZE);
        }
        assertThat(window.rateBps(10, 100 * MS_US)).isCloseTo(400_000, within(30_000.0));
        packets(3, 0);
        assertThat(window.rateBps(10, 100 * MS_US)).as("the queue is gone").isEqualTo(DelayWindow.NO_RATE);
    }

    @Test
    void silenceIsNotCounted() {
        packets(40, 0);
        nowUs += 1_700 * MS_US;
        packets(3, 0);
        assertThat(window.rateBps(0)).isEqualTo(DelayWindow.NO_RATE);
    }

    @Test
    void isAsNewWhenCleared() {
        packets(40, 30);
        window.clear();
        window.add(nowUs, 50, SIZE);
        assertThat(window.standingMs(nowUs)).isNaN();
        assertThat(window.rateBps(0)).isEqualTo(DelayWindow.NO_RATE);
    }
}
