package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.api.BandwidthUsage;
import org.junit.jupiter.api.Test;

class OveruseDetectorTest {
    private static final double FRAME_MS = 33;
    /** Samples enough for an offset to count 60 times. */
    private static final int MANY = 100;

    private final OveruseDetector detector = new OveruseDetector();
    private long nowMs = 50_000;

    private BandwidthUsage detect(double offset, int numDeltas) {
        nowMs += (long) FRAME_MS;
        detector.detect(offset, FRAME_MS, numDeltas, nowMs);
        return detector.usage();
    }

    @Test
    void startsNormal() {
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(detector.threshold()).isEqualTo(12.5);
    }

    @Test
    void saysNothingBeforeTheSecondSample() {
        assertThat(detect(1_000, 1)).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(detect(-1_000, 1)).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(detector.threshold()).isEqualTo(12.5);
    }

    @Test
    void overuseTakesTwoSamples() {
        assertThat(detect(0.3, MANY)).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(detect(0.3, MANY)).isEqualTo(BandwidthUsage.OVERUSING);
    }

    @Test
    void overuseTakesMoreThanTenMilliseconds() {
        for (int i = 0; i < 4; i++) {
            detector.detect(0.3, 2.5, MANY, nowMs);
            assertThat(detector.usage()).as("after %.2f ms", 1.25 + 2.5 * i).isEqualTo(BandwidthUsage.NORMAL);
        }
        detector.detect(0.3, 2.5, MANY, nowMs);
        assertThat(detector.usage()).as("after 11.25 ms").isEqualTo(BandwidthUsage.OVERUSING);
    }

    @Test
    void aFallingOffsetIsNoOveruse() {
        detect(0.4, MANY);
        assertThat(detect(0.35, MANY)).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(detect(0.35, MANY)).as("as soon as it stops falling").isEqualTo(BandwidthUsage.OVERUSING);
    }

    @Test
    void underuseTakesOneSample() {
        assertThat(detect(-0.3, MANY)).isEqualTo(BandwidthUsage.UNDERUSING);
        assertThat(detect(0, MANY)).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void suspectedOveruseLeavesTheOldStatement() {
        detect(-0.3, MANY);
        assertThat(detect(0.3, MANY)).isEqualTo(BandwidthUsage.UNDERUSING);
        assertThat(detect(0.3, MANY)).isEqualTo(BandwidthUsage.OVERUSING);
        assertThat(detect(0.3, MANY)).as("counting again").isEqualTo(BandwidthUsage.OVERUSING);
    }

    @Test
    void anOffsetCountsAtMostSixtyTimes() {
        // 60 * 0.2 is below 12.5, 100 * 0.2 would be above.
        detect(0.2, MANY);
        assertThat(detect(0.2, MANY)).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void theThresholdFallsTowardsASmallOffsetAndNoFurtherThanSix() {
        detect(0, MANY);
        assertThat(detector.threshold()).as("no time has passed at the first sample").isEqualTo(12.5);
        detect(0.19, MANY);
        assertThat(detector.threshold()).isCloseTo(12.5 + 0.039 * (11.4 - 12.5) * 33, within(1e-9));
        for (int i = 0; i < 100; i++) {
            detect(0, MANY);
        }
        assertThat(detector.threshold()).isEqualTo(6);
    }

    @Test
    void theThresholdRisesTowardsALargeOffset() {
        detect(0, MANY);
        detect(0.4, MANY);
        assertThat(detector.threshold()).isCloseTo(12.5 + 0.0087 * (24 - 12.5) * 33, within(1e-9));
        for (int i = 0; i < 10_000; i++) {
            detect((detector.threshold() + 10) / 60, MANY);
        }
        assertThat(detector.threshold()).isEqualTo(600);
    }

    @Test
    void aSpikeDoesNotMoveTheThreshold() {
        detect(0, MANY);
        detect(5, MANY);
        assertThat(detector.threshold()).isEqualTo(12.5);
    }

    @Test
    void aLongPauseCountsAsAHundredMilliseconds() {
        detect(0.19, MANY);
        nowMs += 10_000;
        detect(0.19, MANY);
        assertThat(detector.threshold()).isCloseTo(12.5 + 0.039 * (11.4 - 12.5) * 100, within(1e-9));
    }

    @Test
    void resetForgetsStatementAndThreshold() {
        detect(0.3, MANY);
        detect(0.3, MANY);
        detector.reset();
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(detector.threshold()).isEqualTo(12.5);
        assertThat(detect(0.3, MANY)).isEqualTo(BandwidthUsage.NORMAL);
    }
}
