package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendlineEstimatorTest {
    private static final double INTERVAL_MS = 20;
    private static final int WINDOW = 20;

    private final TrendlineEstimator filter = new TrendlineEstimator();
    private double arrivalMs = 5_000;

    /** Groups sent at the interval, each so much later than the one before. */
    private void groups(int number, double delayChangeMs) {
        for (int i = 0; i < number; i++) {
            arrivalMs += INTERVAL_MS + delayChangeMs;
            filter.update(INTERVAL_MS + delayChangeMs, INTERVAL_MS, Math.round(arrivalMs));
        }
    }

    @Test
    void knowsNoTrendBeforeTheWindowIsFull() {
        groups(WINDOW - 1, 5);
        assertThat(filter.trend()).isZero();
        assertThat(filter.accumulatedDelayMs()).isEqualTo(5 * (WINDOW - 1));
        assertThat(filter.numDeltas()).isEqualTo(WINDOW - 1);
        groups(1, 5);
        assertThat(filter.trend()).isPositive();
    }

    @Test
    void theTrendIsTheSlopeOfTheDelayOverTime() {
        groups(200, 5);
        assertThat(filter.trend()).as("5 ms for each 25 ms").isCloseTo(0.2, within(1e-3));
        groups(200, -5);
        assertThat(filter.trend()).as("-5 ms for each 15 ms").isCloseTo(-1.0 / 3, within(1e-3));
        groups(200, 0);
        assertThat(filter.trend()).isCloseTo(0, within(1e-6));
        assertThat(filter.offset()).isEqualTo(4 * filter.trend());
    }

    @Test
    void smoothsTheDelay() {
        groups(1, 10);
        assertThat(filter.smoothedDelayMs()).isCloseTo(1, within(1e-12));
        groups(1, 0);
        assertThat(filter.smoothedDelayMs()).isCloseTo(0.9 + 1, within(1e-12));
    }

    @Test
    void keepsTheTrendWhereNoLineCanBeFitted() {
        groups(WINDOW, 5);
        double before = filter.trend();
        for (int i = 0; i < WINDOW - 1; i++) {
            filter.update(0, 1, Math.round(arrivalMs));
        }
        double lastFit = filter.trend();
        assertThat(lastFit).isNotEqualTo(before);
        filter.update(0, 1, Math.round(arrivalMs));
        assertThat(filter.trend()).as("all samples at one time").isEqualTo(lastFit);
    }

    @Test
    void countsToAThousand() {
        groups(1_005, 0);
        assertThat(filter.numDeltas()).isEqualTo(1_000);
    }

    @Test
    void resetMakesItAsNew() {
        groups(30, 5);
        filter.reset();
        assertThat(filter.numDeltas()).isZero();
        assertThat(filter.trend()).isZero();
        assertThat(filter.accumulatedDelayMs()).isZero();
        TrendlineEstimator fresh = new TrendlineEstimator();
        for (int i = 0; i < 40; i++) {
            filter.update(23, INTERVAL_MS, 90_000 + 23L * i);
            fresh.update(23, INTERVAL_MS, 90_000 + 23L * i);
            assertThat(filter.trend()).isEqualTo(fresh.trend());
        }
    }
}
