package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BeliefTest {
    private final Belief belief = new Belief();

    @Test
    void isBoundedBothWays() {
        belief.set(1_000);
        belief.limit();
        assertThat(belief.bps()).isEqualTo(30_000);
        belief.set(1e9);
        belief.limit();
        assertThat(belief.bps()).isEqualTo(100_000_000);
        belief.atMost(500);
        belief.atLeast(200);
        assertThat(belief.bps()).isEqualTo(500);
        belief.atLeast(600);
        assertThat(belief.bps()).isEqualTo(600);
    }

    @Test
    void toleratesUpToFourHundredMilliseconds() {
        assertThat(belief.toleratesNothing()).isTrue();
        belief.tolerate(300);
        assertThat(belief.toleratedMs()).isEqualTo(300);
        belief.tolerate(300);
        assertThat(belief.toleratedMs()).isEqualTo(400);
        belief.tolerateNothing();
        assertThat(belief.toleratesNothing()).isTrue();
    }

    @Test
    void lessThanAMillisecondIsNothing() {
        belief.tolerate(100);
        belief.tolerateLess(0.1);
        assertThat(belief.toleratedMs()).isEqualTo(10);
        belief.tolerateLess(0.09);
        assertThat(belief.toleratesNothing()).isTrue();
    }

    @Test
    void isAsNewAfterAReset() {
        belief.set(5e5);
        belief.tolerate(10);
        belief.endStartup();
        belief.reset();
        assertThat(belief.bps()).isZero();
        assertThat(belief.toleratesNothing()).isTrue();
        assertThat(belief.isStartup()).isTrue();
    }
}
