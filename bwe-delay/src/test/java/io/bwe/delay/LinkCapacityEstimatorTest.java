package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinkCapacityEstimatorTest {
    private final LinkCapacityEstimator capacity = new LinkCapacityEstimator();

    @Test
    void withoutSamplesEverythingIsWithinBounds() {
        assertThat(capacity.hasEstimate()).isFalse();
        assertThat(capacity.lowerBoundBps()).isZero();
        assertThat(capacity.upperBoundBps()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theFirstSampleIsTheEstimate() {
        capacity.onOveruseDetected(500_499);
        assertThat(capacity.estimateBps()).as("in whole kilobits").isEqualTo(500_000);
        double deviationKbps = Math.sqrt((double) 0.4f * 500);
        assertThat(capacity.upperBoundBps()).isEqualTo((long) ((500 + 3 * deviationKbps) * 1000));
        assertThat(capacity.lowerBoundBps()).isEqualTo((long) ((500 - 3 * deviationKbps) * 1000));
    }

    @Test
    void laterSamplesCountFivePercent() {
        capacity.onOveruseDetected(500_000);
        capacity.onOveruseDetected(600_000);
        assertThat(capacity.estimateKbps()).isCloseTo(505, within(1e-9));
    }

    @Test
    void strayingSamplesWidenTheBoundsUpToALimit() {
        capacity.onOveruseDetected(500_000);
        long before = capacity.upperBoundBps() - capacity.estimateBps();
        for (int i = 0; i < 50; i++) {
            capacity.onOveruseDetected(i % 2 == 0 ? 100_000 : 900_000);
        }
        long width = capacity.upperBoundBps() - capacity.estimateBps();
        assertThat(width).isGreaterThan(before).isCloseTo(
                (long) (3000 * Math.sqrt(2.5 * capacity.estimateKbps())), within(2L));
    }

    @Test
    void theLowerBoundIsNeverNegative() {
        capacity.onOveruseDetected(1_000);
        assertThat(capacity.lowerBoundBps()).isZero();
    }

    @Test
    void droppingKeepsTheDeviationAndResetDoesNot() {
        for (int i = 0; i < 50; i++) {
            capacity.onOveruseDetected(i % 2 == 0 ? 100_000 : 900_000);
        }
        capacity.drop();
        assertThat(capacity.hasEstimate()).isFalse();
        capacity.onOveruseDetected(500_000);
        long wide = capacity.upperBoundBps();
        capacity.reset();
        capacity.onOveruseDetected(500_000);
        assertThat(capacity.upperBoundBps()).isLessThan(wide);
    }

    @Test
    void nothingReceivedIsASampleToo() {
        capacity.onOveruseDetected(0);
        assertThat(capacity.hasEstimate()).isTrue();
        assertThat(capacity.estimateBps()).isZero();
        assertThat(capacity.upperBoundBps()).isZero();
    }
}
