package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueReadingTest {
    private final DelayWindow window = new DelayWindow();
    private final Belief belief = new Belief();
    private final QueueReading queue = new QueueReading();
    private long nowUs;

    @BeforeEach
    void start() {
        belief.set(1_000_000);
    }

    private void read(int packets, double queueMs) {
        for (int i = 0; i < packets; i++) {
            nowUs += 10_000;
            window.add(nowUs, queueMs, 1_000);
        }
        queue.read(window, nowUs, belief);
    }

    @Test
    void aQueueStandsAboveTwentyFiveMilliseconds() {
        read(60, 25);
        assertThat(queue.stands()).isFalse();
        read(60, 25.5);
        assertThat(queue.stands()).isTrue();
        assertThat(queue.standingMs()).isEqualTo(25.5);
    }

    @Test
    void aLongerOneIsSeenWithinAHundredMilliseconds() {
        read(60, 0);
        read(11, 30);
        assertThat(queue.stands()).isFalse();
        read(11, 31);
        assertThat(queue.stands()).isTrue();
        assertThat(queue.oursMs()).isZero();
        assertThat(queue.worstMs()).isEqualTo(31);
    }

    @Test
    void isDrainedOnceAPacketHasNotWaited() {
        read(60, 0);
        read(11, 31);
        assertThat(queue.isDrained()).as("though it was empty 200 ms ago").isFalse();
        read(1, 2);
        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void whatIsToleratedIsNotOurs() {
        belief.tolerate(100);
        read(60, 110);
        assertThat(queue.stands()).isFalse();
        assertThat(queue.oursMs()).isEqualTo(10);
        assertThat(queue.standingMs()).isEqualTo(110);
        assertThat(queue.isLow()).isTrue();
    }

    @Test
    void withTooFewPacketsNothingStands() {
        read(4, 200);
        assertThat(queue.standingMs()).isNaN();
        assertThat(queue.oursMs()).isZero();
        assertThat(queue.stands()).isFalse();
    }

    @Test
    void lowIsLowerForHighRates() {
        read(60, 0);
        assertThat(queue.lowMs()).isEqualTo(12);
        belief.set(100_000);
        read(1, 0);
        assertThat(queue.lowMs()).isEqualTo(25);
        belief.set(50_000_000);
        read(1, 0);
        assertThat(queue.lowMs()).isEqualTo(8);
    }
}
