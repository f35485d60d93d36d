package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PayloadShareTest {
    private static final long STEP_US = 25_000;

    private final PayloadShare share = new PayloadShare();
    private long nowUs;

    private void pass(double seconds, double estimateBps, double incomingBps) {
        for (long end = nowUs + Math.round(seconds * 1e6); nowUs < end;) {
            nowUs += STEP_US;
            share.add(estimateBps, incomingBps, nowUs);
        }
    }

    @Test
    void isAllUntilMoreIsKnown() {
        assertThat(share.value()).isEqualTo(1);
        pass(4, 1_000_000, 930_000);
        assertThat(share.value()).isEqualTo(1);
    }

    @Test
    void isWhatArrivesOfAnEstimateThatHasLasted() {
        pass(12, 1_000_000, 930_000);
        assertThat(share.value()).isCloseTo(0.93, within(1e-9));
    }

    @Test
    void isTheLargestOfSomeSeconds() {
        pass(12, 1_000_000, 920_000);
        pass(1, 1_000_000, 960_000);
        assertThat(share.value()).isCloseTo(0.96, within(1e-9));
        pass(2, 1_000_000, 920_000);
        assertThat(share.value()).isCloseTo(0.96, within(1e-9));
        pass(9, 1_000_000, 920_000);
        assertThat(share.value()).isCloseTo(0.92, within(1e-9));
    }

    @Test
    void ofASenderWithLittleToSendItIsNotKnown() {
        pass(20, 1_000_000, 890_000);
        assertThat(share.value()).isEqualTo(1);
    }

    @Test
    void anEstimateThatGrowsIsNotHeldAgainstTheSender() {
        pass(20, 1_000_000, 1_000_000);
        for (int i = 1; i <= 400; i++) {
            // A second late at 20 % a second.
            pass(0.025, 1_000_000 + i * 5_000, 1_000_000 + Math.max(0, i - 40) * 5_000.0);
        }
        assertThat(share.value()).isEqualTo(1);
    }

    @Test
    void whatArrivesSoonAfterAnInterruptionDoesNotCount() {
        pass(12, 1_000_000, 930_000);
        share.interrupt(nowUs);
        pass(3, 500_000, 900_000);
        assertThat(share.value()).as("it was sent before").isCloseTo(0.93, within(1e-9));
        pass(12, 500_000, 460_000);
        assertThat(share.value()).isCloseTo(0.92, within(1e-9));
    }

    @Test
    void anUnknownRateSaysNothing() {
        pass(12, 1_000_000, 930_000);
        pass(1, 1_000_000, DelayWindow.NO_RATE);
        assertThat(share.value()).isCloseTo(0.93, within(1e-9));
    }
}
