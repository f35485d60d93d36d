package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathStepTest {
    private static final long MS_US = 1_000;

    private final DelayWindow window = new DelayWindow();
    private final PathStep step = new PathStep();
    private long nowUs;

    /** Packets each 10 ms that are late by more and more. */
    private void packets(int count, double fromMs, double eachMs) {
        for (int i = 0; i < count; i++) {
            nowUs += 10 * MS_US;
            window.add(nowUs, fromMs + i * eachMs, 1_000);
        }
        step.read(window);
    }

    private void pause(int ms) {
        nowUs += ms * MS_US;
    }

    @Test
    void isAJumpAfterAPauseAndNothingElse() {
        packets(40, 2, 0);
        assertThat(step.isPossible()).isFalse();
        pause(60);
        packets(12, 62, 0);
        assertThat(step.isPossible()).isTrue();
        assertThat(step.isCertain()).as("after a tenth of a second").isFalse();
        packets(24, 62, 0);
        assertThat(step.isCertain()).isTrue();
    }

    @Test
    void aQueueThatGrowsIsNone() {
        packets(40, 2, 0);
        pause(60);
        packets(40, 30, 2);
        assertThat(step.isPossible()).isFalse();
    }

    /** Though there is nothing between its packets. */
    @Test
    void aQueueOfSparsePacketsThatGrowsIsNotTakenForOneForLong() {
        packets(40, 2, 0);
        double ms = 2;
        for (int i = 0; i < 40; i++) {
            nowUs += 70 * MS_US;
            ms += 60;
            window.add(nowUs, ms, 1_000);
            step.read(window);
            assertThat(step.isCertain()).isFalse();
            assertThat(step.isPossible()).as("packet %d", i).isFalse();
        }
    }

    @Test
    void aPauseThatIsUsualForTheSenderProvesNothing() {
        for (int i = 0; i < 40; i++) {
            nowUs += 70 * MS_US;
            window.add(nowUs, i < 30 ? 2 : 62, 1_000);
            step.read(window);
            assertThat(step.isCertain()).isFalse();
        }
    }

    @Test
    void aStepOnTopOfAQueueIsNotSeen() {
        packets(40, 30, 0);
        pause(60);
        packets(36, 90, 0);
        assertThat(step.isPossible()).isFalse();
    }

    @Test
    void aQueueThatGrewUntilItWasFullIsNone() {
        packets(40, 2, 0);
        packets(30, 2, 10);
        packets(60, 300, 0);
        assertThat(step.isPossible()).isFalse();
    }

    @Test
    void aStallAfterWhichTheQueueDrainsIsNone() {
        packets(40, 2, 0);
        pause(60);
        packets(36, 150, -2);
        assertThat(step.isPossible()).isFalse();
    }

    @Test
    void aJumpWithoutAPauseIsTheQueueOfABurst() {
        packets(40, 2, 0);
        packets(40, 62, 0);
        assertThat(step.isPossible()).isFalse();
    }

    @Test
    void aFadeIsNone() {
        packets(40, 2, 0);
        pause(250);
        packets(40, 252, 0);
        assertThat(step.isPossible()).isFalse();
    }

    @Test
    void aSmallStepDoesNotMatter() {
        packets(40, 2, 0);
        pause(40);
        packets(40, 24, 0);
        assertThat(step.isPossible()).isFalse();
    }

    @Test
    void whatCameBeforeIsForgottenAfterAWhile() {
        packets(40, 2, 0);
        pause(60);
        packets(160, 62, 0);
        assertThat(step.isPossible()).isFalse();
    }
}
