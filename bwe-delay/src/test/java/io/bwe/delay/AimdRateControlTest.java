package io.bwe.delay;

import static io.bwe.api.BandwidthUsage.NORMAL;
import static io.bwe.api.BandwidthUsage.OVERUSING;
import static io.bwe.api.BandwidthUsage.UNDERUSING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AimdRateControlTest {
    private static final long SECOND_US = 1_000_000;
    private static final long MIN_BPS = 5_000;
    private static final long NO_MAX_BPS = 100_000_000_000L;
    private static final long NOT_MEASURABLE = RateStatistics.NOT_MEASURABLE;

    private final AimdRateControl control = new AimdRateControl(MIN_BPS, NO_MAX_BPS);
    private long nowUs = 123_456_789;

    @Test
    void startsWithoutEvidence() {
        assertThat(control.isValid()).isFalse();
        assertThat(control.valueBps()).isEqualTo(30_000_000);
        assertThat(control.state()).isEqualTo(RateControlState.HOLD);
    }

    @Test
    void throughputBecomesTheEstimateAfterMoreThanFiveSeconds() {
        control.update(NORMAL, NOT_MEASURABLE, nowUs - SECOND_US);
        control.update(NORMAL, 300_000, nowUs);
        control.update(NORMAL, 300_000, nowUs + 5 * SECOND_US);
        assertThat(control.isValid()).as("5 s after the first measurable rate").isFalse();
        control.update(NORMAL, 300_000, nowUs + 5 * SECOND_US + 1);
        assertThat(control.isValid()).isTrue();
        assertThat(control.valueBps()).as("and the same update raises it").isEqualTo(301_000);
    }

    @Test
    void anOveruseEstablishesTheEstimateAtOnce() {
        control.update(OVERUSING, 300_000, nowUs);
        assertThat(control.isValid()).isTrue();
        assertThat(control.valueBps()).isEqualTo(250_000);
    }

    @Test
    void aProbeEstablishesTheEstimateAtOnce() {
        control.setEstimate(700_000, nowUs);
        assertThat(control.isValid()).isTrue();
        assertThat(control.valueBps()).isEqualTo(700_000);
        control.setEstimate(1_000, nowUs);
        assertThat(control.valueBps()).as("the minimum").isEqualTo(MIN_BPS);
    }

    @Test
    void aStartBitrateCountsAsThroughput() {
        control.setStartBitrate(1_000_000);
        control.update(NORMAL, NOT_MEASURABLE, nowUs);
        for (int i = 0; i < 100; i++) {
            nowUs += SECOND_US;
            control.update(NORMAL, NOT_MEASURABLE, nowUs);
        }
        assertThat(control.valueBps()).isEqualTo(1_510_000);
    }

    @Test
    void growthIsEightPercentASecond() {
        control.setEstimate(1_000_000, nowUs);
        control.update(NORMAL, 1_000_000, nowUs);
        long started = control.valueBps();
        control.update(NORMAL, 1_000_000, nowUs + SECOND_US);
        assertThat(control.valueBps()).isEqualTo(Math.round(started * 1.08));
    }

    @Test
    void growthIsAtMostThatOfOneSecondAndAtLeastAKilobit() {
        control.setEstimate(1_000_000, nowUs);
        control.update(NORMAL, 1_000_000, nowUs);
        assertThat(control.valueBps()).as("no time has passed").isEqualTo(1_001_000);
        control.update(NORMAL, 1_000_000, nowUs + 4 * SECOND_US);
        assertThat(control.valueBps()).isEqualTo(Math.round(1_001_000 * 1.08));
    }

    @Test
    void growthStopsWellAboveThroughput() {
        control.setEstimate(100_000, nowUs);
        for (int i = 0; i < 100; i++) {
            nowUs += SECOND_US;
            control.update(NORMAL, 100_000, nowUs);
        }
        assertThat(control.valueBps()).isEqualTo(160_000);
        control.update(NORMAL, 50_000, nowUs + SECOND_US);
        assertThat(control.valueBps()).as("falling throughput alone lowers nothing").isEqualTo(160_000);
    }

    @Test
    void growthNearCapacityIsOnePacketPerResponseTime() {
        control.setRtt(100_000);
        // Backs off to 0.85 * 76,471 - 5,000 = 60,000: frames of 250 bytes, over twice 200 ms.
        control.update(OVERUSING, 76_471, nowUs);
        assertThat(control.valueBps()).isEqualTo(60_000);
        control.update(NORMAL, 76_471, nowUs);
        assertThat(control.valueBps()).as("no time has passed").isEqualTo(60_000);
        control.update(NORMAL, 76_471, nowUs + SECOND_US);
        assertThat(control.valueBps()).isEqualTo(65_000);
    }

    @Test
    void growthNearCapacityIsAtLeastFourKilobitsASecond() {
        control.update(OVERUSING, 41_176, nowUs);
        assertThat(control.valueBps()).isEqualTo(30_000);
        control.update(NORMAL, 41_176, nowUs);
        control.update(NORMAL, 41_176, nowUs + SECOND_US);
        assertThat(control.valueBps()).isEqualTo(34_000);
    }

    @Test
    void throughputAboveTheKnownCapacityEndsTheCaution() {
        control.update(OVERUSING, 1_000_000, nowUs);
        assertThat(control.linkCapacity().hasEstimate()).isTrue();
        control.update(NORMAL, 1_200_000, nowUs);
        assertThat(control.linkCapacity().hasEstimate()).isFalse();
    }

    @Test
    void overuseBacksOffBelowThroughput() {
        control.setEstimate(2_000_000, nowUs);
        control.update(OVERUSING, 1_000_000, nowUs);
        assertThat(control.valueBps()).isEqualTo(845_000);
        assertThat(control.state()).isEqualTo(RateControlState.HOLD);
        assertThat(control.linkCapacity().estimateBps()).isEqualTo(1_000_000);
    }

    @Test
    void overuseNeverRaises() {
        control.setEstimate(100_000, nowUs);
        control.update(OVERUSING, 1_000_000, nowUs);
        assertThat(control.valueBps()).isEqualTo(100_000);
    }

    @Test
    void overuseAboveTheValueBacksOffFromTheKnownCapacity() {
        control.setEstimate(120_000, nowUs);
        control.update(OVERUSING, 100_000, nowUs);
        assertThat(control.valueBps()).isEqualTo(80_000);
        // 0.85 * 110,000 - 5,000 = 88,500 is above the value; 0.85 * 100,000 is, too.
        control.update(OVERUSING, 110_000, nowUs);
        assertThat(control.valueBps()).isEqualTo(80_000);
        control.setEstimate(86_000, nowUs);
        control.update(OVERUSING, 110_000, nowUs);
        assertThat(control.valueBps()).as("0.85 * 100.5 kb/s").isEqualTo(85_425);
    }

    @Test
    void throughputFarBelowTheKnownCapacityReplacesIt() {
        control.update(OVERUSING, 1_000_000, nowUs);
        control.update(OVERUSING, 400_000, nowUs);
        assertThat(control.linkCapacity().estimateBps()).isEqualTo(400_000);
    }

    @Test
    void underuseHolds() {
        control.setEstimate(1_000_000, nowUs);
        control.update(NORMAL, 1_000_000, nowUs);
        control.update(UNDERUSING, 1_000_000, nowUs + SECOND_US);
        assertThat(control.valueBps()).isEqualTo(1_001_000);
        assertThat(control.state()).isEqualTo(RateControlState.HOLD);
        control.update(NORMAL, 1_000_000, nowUs + 2 * SECOND_US);
        assertThat(control.valueBps()).as("growth counts from the end of the hold").isEqualTo(1_002_000);
        assertThat(control.state()).isEqualTo(RateControlState.INCREASE);
    }

    @Test
    void theLastThroughputStandsInForOneThatCannotBeMeasured() {
        control.setEstimate(2_000_000, nowUs);
        control.update(NORMAL, 1_000_000, nowUs);
        control.update(OVERUSING, NOT_MEASURABLE, nowUs);
        assertThat(control.valueBps()).isEqualTo(845_000);
    }

    @Test
    void furtherReductionWaitsForARoundTrip() {
        control.setRtt(50_000);
        control.update(OVERUSING, 1_000_000, nowUs);
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 49_999)).isFalse();
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 50_000)).isTrue();
        assertThat(control.isTimeToReduceFurther(400_000, nowUs)).as("throughput below half of the value").isTrue();
    }

    @Test
    void theRoundTripToWaitForIsLimited() {
        control.setRtt(1_000);
        control.update(OVERUSING, 1_000_000, nowUs);
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 9_999)).isFalse();
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 10_000)).isTrue();
        control.setRtt(9 * SECOND_US);
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 199_999)).isFalse();
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 200_000)).isTrue();
    }

    @Test
    void withoutAnyChangeItIsTimeToReduce() {
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs)).isTrue();
    }

    @Test
    void feedbackTakesFivePercentOfTheRate() {
        control.setEstimate(10_000_000, nowUs);
        assertThat(control.feedbackIntervalMs()).isEqualTo(200);
        control.setEstimate(32_000, nowUs);
        assertThat(control.feedbackIntervalMs()).as("640 bits at 1600 b/s").isEqualTo(400);
        control.setEstimate(MIN_BPS, nowUs);
        assertThat(control.feedbackIntervalMs()).isEqualTo(1_000);
    }

    @Test
    void aMaximumBindsEveryValue() {
        AimdRateControl limited = new AimdRateControl(MIN_BPS, 500_000);
        assertThat(limited.valueBps()).isEqualTo(500_000);
        limited.setEstimate(2_000_000, nowUs);
        assertThat(limited.valueBps()).isEqualTo(500_000);
        limited.update(NORMAL, 2_000_000, nowUs);
        limited.update(NORMAL, 2_000_000, nowUs + SECOND_US);
        assertThat(limited.valueBps()).isEqualTo(500_000);
        limited.update(OVERUSING, 2_000_000, nowUs + SECOND_US);
        assertThat(limited.valueBps()).isEqualTo(500_000);
        limited.update(OVERUSING, 100_000, nowUs + SECOND_US);
        assertThat(limited.valueBps()).isEqualTo(80_000);
    }

    @Test
    void resetForgetsEverything() {
        control.setRtt(10_000);
        control.update(OVERUSING, 300_000, nowUs);
        control.reset();
        assertThat(control.isValid()).isFalse();
        assertThat(control.valueBps()).isEqualTo(30_000_000);
        assertThat(control.linkCapacity().hasEstimate()).isFalse();
        control.update(OVERUSING, 1_000_000, nowUs);
        assertThat(control.isTimeToReduceFurther(1_000_000, nowUs + 100_000)).as("the default round trip").isFalse();
    }
}
