package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.api.BandwidthUsage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OveruseEstimatorTest {
    private static final double FRAME_MS = 33;

    private final OveruseEstimator filter = new OveruseEstimator();

    @Test
    void startsFromTheReferencesAssumptions() {
        assertThat(filter.slope()).isEqualTo(8.0 / 512.0);
        assertThat(filter.offset()).isZero();
        assertThat(filter.avgNoise()).isZero();
        assertThat(filter.varNoise()).isEqualTo(50);
        assertThat(filter.numDeltas()).isZero();
    }

    @Test
    void theOffsetFollowsAGrowingQueue() {
        for (int i = 0; i < 500; i++) {
            filter.update(35, FRAME_MS, 0, BandwidthUsage.NORMAL);
        }
        assertThat(filter.offset()).as("each frame is 2 ms later than the one before").isCloseTo(2, within(0.1));
    }

    @Test
    void theOffsetFollowsADrainingQueue() {
        for (int i = 0; i < 500; i++) {
            filter.update(31, FRAME_MS, 0, BandwidthUsage.NORMAL);
        }
        assertThat(filter.offset()).isCloseTo(-2, within(0.1));
    }

    @Test
    void theSlopeLearnsWhatAByteCosts() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1_000; i++) {
            int sizeDelta = random.nextInt(-20, 21) * 125;
            // 1 Mb/s: 1 ms for 125 bytes.
            filter.update(33 + sizeDelta / 125, FRAME_MS, sizeDelta, BandwidthUsage.NORMAL);
        }
        assertThat(filter.slope()).isCloseTo(1.0 / 125, within(1e-4));
        assertThat(filter.offset()).as("size explains all of the delay").isCloseTo(0, within(0.05));
    }

    @Test
    void noiseIsLearnedOnlyWhileUsageIsNormal() {
        filter.update(60, FRAME_MS, 0, BandwidthUsage.OVERUSING);
        filter.update(60, FRAME_MS, 0, BandwidthUsage.UNDERUSING);
        assertThat(filter.avgNoise()).isZero();
        assertThat(filter.varNoise()).isEqualTo(50);
        filter.update(60, FRAME_MS, 0, BandwidthUsage.NORMAL);
        assertThat(filter.avgNoise()).isPositive();
    }

    @Test
    void noiseNeverFallsBelowItsFloor() {
        for (int i = 0; i < 3_000; i++) {
            filter.update(33, FRAME_MS, 0, BandwidthUsage.NORMAL);
        }
        assertThat(filter.varNoise()).isEqualTo(1);
    }

    @Test
    void anOutlierCountsAsThreeDeviationsOfNoise() {
        OveruseEstimator other = new OveruseEstimator();
        filter.update(1_000, FRAME_MS, 0, BandwidthUsage.NORMAL);
        other.update(5_000, FRAME_MS, 0, BandwidthUsage.NORMAL);
        assertThat(filter.varNoise()).isEqualTo(other.varNoise());
        assertThat(filter.avgNoise()).isEqualTo(other.avgNoise());
        assertThat(other.offset()).as("the state takes it in full").isGreaterThan(filter.offset());
    }

    @Test
    void recoveryFromOveruseIsFollowedFaster() {
        OveruseEstimator other = new OveruseEstimator();
        for (OveruseEstimator each : new OveruseEstimator[]{filter, other}) {
            for (int i = 0; i < 100; i++) {
                each.update(36, FRAME_MS, 0, BandwidthUsage.NORMAL);
            }
            each.update(30, FRAME_MS, 0, BandwidthUsage.OVERUSING);
        }
        filter.update(30, FRAME_MS, 0, BandwidthUsage.OVERUSING);
        other.update(30, FRAME_MS, 0, BandwidthUsage.UNDERUSING);
        assertThat(filter.offset()).as("falling while over-using").isLessThan(other.offset());
    }

    @Test
    void noiseIsSmoothedPerTimeByTheShortestIntervalOfTheLastSixty() {
        // After one short interval in sixty, and only so long, each sample counts as the short one.
        filter.update(5, 5, 0, BandwidthUsage.OVERUSING);
        for (int i = 0; i < 58; i++) {
            filter.update(33, FRAME_MS, 0, BandwidthUsage.OVERUSING);
        }
        assertThat(stepOfNoise()).as("60th").isCloseTo(expectedStep(5), within(1e-12));
        assertThat(stepOfNoise()).as("61st").isCloseTo(expectedStep(FRAME_MS), within(1e-12));
    }

    /** How far the mean of the noise moves towards a residual that is clipped at three deviations. */
    private double stepOfNoise() {
        double before = filter.avgNoise();
        double residual = 3 * Math.sqrt(filter.varNoise());
        filter.update(10_000, FRAME_MS, 0, BandwidthUsage.NORMAL);
        return (filter.avgNoise() - before) / (residual - before);
    }

    private static double expectedStep(double intervalMs) {
        return 1 - Math.pow(0.99, intervalMs * 30 / 1000);
    }

    @Test
    void samplesAreCountedUpToAThousand() {
        for (int i = 0; i < 1_100; i++) {
            filter.update(33, FRAME_MS, 0, BandwidthUsage.NORMAL);
        }
        assertThat(filter.numDeltas()).isEqualTo(1_000);
    }

    @Test
    void aStateBeyondNumbersStartsAnew() {
        filter.update(33, FRAME_MS, 100, BandwidthUsage.NORMAL);
        filter.update(33, Double.POSITIVE_INFINITY, 100, BandwidthUsage.NORMAL);
        assertThat(filter.offset()).isZero();
        assertThat(filter.numDeltas()).isZero();
        filter.update(35, FRAME_MS, 0, BandwidthUsage.NORMAL);
        assertThat(filter.offset()).isFinite().isPositive();
    }

    @Test
    void resetForgetsAllSamples() {
        for (int i = 0; i < 100; i++) {
            filter.update(40, 10, i, BandwidthUsage.NORMAL);
        }
        filter.reset();
        OveruseEstimator fresh = new OveruseEstimator();
        filter.update(40, 50, 100, BandwidthUsage.NORMAL);
        fresh.update(40, 50, 100, BandwidthUsage.NORMAL);
        assertThat(filter.offset()).isEqualTo(fresh.offset());
        assertThat(filter.slope()).isEqualTo(fresh.slope());
        assertThat(filter.varNoise()).as("depends on the shortest interval").isEqualTo(fresh.varNoise());
    }
}
