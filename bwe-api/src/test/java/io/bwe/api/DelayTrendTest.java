package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelayTrendTest {
    private static final long MS = 1_000_000;

    private final DelayTrend trend = new DelayTrend();

    @Test
    void knowsNothingWithoutDelays() {
        trend.add(0, QueueDelay.UNKNOWN);
        assertThat(trend.isKnown()).isFalse();
    }

    @Test
    void growthCountsFromTheShortestDelayOfTheLastSecond() {
        for (int ms = 0; ms <= 1_500; ms += 10) {
            trend.add(ms * MS, ms <= 900 ? 5 * MS : (5 + (ms - 900) / 20) * MS);
        }
        assertThat(trend.isKnown()).isTrue();
        assertThat(trend.growthNs()).isEqualTo(30 * MS);
        assertThat(trend.growingForNs()).as("from the slot in which it was shortest last").isEqualTo(600 * MS);
    }

    @Test
    void whatLiesBackMoreThanASecondIsForgotten() {
        trend.add(0, 0);
        trend.add(980 * MS, 7 * MS);
        assertThat(trend.growthNs()).isEqualTo(7 * MS);
        trend.add(1_040 * MS, 9 * MS);
        assertThat(trend.growthNs()).isEqualTo(2 * MS);
        trend.add(60_000 * MS, 3 * MS);
        assertThat(trend.growthNs()).isZero();
        assertThat(trend.delayNs()).isEqualTo(3 * MS);
    }

    @Test
    void ofABurstTheShortestDelayCounts() {
        trend.add(0, 10 * MS);
        trend.add(101 * MS, 40 * MS);
        trend.add(102 * MS, 12 * MS);
        trend.add(103 * MS, 60 * MS);
        assertThat(trend.delayNs()).isEqualTo(12 * MS);
        assertThat(trend.growthNs()).isEqualTo(2 * MS);
        assertThat(trend.growingForNs()).isEqualTo(100 * MS);
    }
}
