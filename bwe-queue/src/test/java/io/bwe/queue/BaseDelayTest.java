package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BaseDelayTest {
    private static final long SECOND_US = 1_000_000;

    private final BaseDelay base = new BaseDelay();

    @BeforeEach
    void start() {
        base.restart(0);
    }

    @Test
    void theFirstPacketMetNoQueue() {
        assertThat(base.queueMs(-5e6, 0)).isZero();
        assertThat(base.queueMs(-5e6 + 30_000, 0)).isEqualTo(30);
    }

    @Test
    void aFasterPacketIsTheNewBase() {
        base.queueMs(100_000, 0);
        assertThat(base.queueMs(60_000, 1)).isZero();
        assertThat(base.queueMs(100_000, 2)).isEqualTo(40);
    }

    @Test
    void theFastestIsRememberedForTwentySecondsAndForgottenAfterThirty() {
        base.queueMs(0, 0);
        for (int second = 1; second <= 29; second++) {
            assertThat(base.queueMs(50_000, second * SECOND_US)).as("after %d s", second).isEqualTo(50);
        }
        base.queueMs(50_000, 31 * SECOND_US);
        assertThat(base.queueMs(50_000, 34 * SECOND_US)).isZero();
    }

    @Test
    void aRestartForgets() {
        base.queueMs(0, 0);
        base.restart(SECOND_US);
        assertThat(base.queueMs(50_000, SECOND_US)).isZero();
    }
}
