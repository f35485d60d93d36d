package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class DelayHistogramTest {
    private static final int LAST = DelayHistogram.BUCKETS - 1;
    private static final long SEED = 7;

    @Test
    void everyDelayIsInTheBucketBetweenTwoBounds() {
        for (int bucket = 0; bucket < LAST; bucket++) {
            long boundNs = DelayHistogram.upperBoundNs(bucket);
            assertThat(DelayHistogram.bucketOf(boundNs - 1)).as("before %s", boundNs).isEqualTo(bucket);
            assertThat(DelayHistogram.bucketOf(boundNs)).as("from %s", boundNs).isEqualTo(bucket + 1);
        }
    }

    @Test
    void theBoundIsAtMostAnEighthAboveTheDelay() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < 100_000; i++) {
            long delayNs = random.nextLong(1L << 18, 1L << random.nextInt(19, 34));
            assertThat(DelayHistogram.upperBoundNs(DelayHistogram.bucketOf(delayNs))).as("%s, seed %s", delayNs, SEED)
                    .isBetween(delayNs, delayNs + delayNs / 8 + 1);
        }
    }

    @Test
    void shortDelaysAreKnownTo33Microseconds() {
        assertThat(DelayHistogram.bucketOf(0)).isZero();
        assertThat(DelayHistogram.bucketOf(-1)).isZero();
        assertThat(DelayHistogram.bucketOf(Long.MIN_VALUE)).isZero();
        assertThat(DelayHistogram.upperBoundNs(0)).isEqualTo(32_768);
        assertThat(DelayHistogram.upperBoundNs(7)).isEqualTo(262_144);
    }

    @Test
    void theLastBucketTakesWhateverIsLonger() {
        assertThat(DelayHistogram.upperBoundNs(LAST)).isEqualTo(1L << 33);
        assertThat(DelayHistogram.bucketOf(1L << 33)).isEqualTo(LAST);
        assertThat(DelayHistogram.bucketOf(Long.MAX_VALUE)).isEqualTo(LAST);
    }

    @Test
    void thereAreNoOtherBuckets() {
        assertThatThrownBy(() -> DelayHistogram.upperBoundNs(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> DelayHistogram.upperBoundNs(DelayHistogram.BUCKETS))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aPercentileIsTheBoundOfTheBucketOfTheNearestRank() {
        long[] counts = new long[DelayHistogram.BUCKETS];
        counts[10] = 50;
        counts[20] = 49;
        counts[LAST] = 1;
        assertThat(DelayHistogram.percentileNs(counts, 0)).isEqualTo(DelayHistogram.upperBoundNs(10));
        assertThat(DelayHistogram.percentileNs(counts, 0.5)).isEqualTo(DelayHistogram.upperBoundNs(10));
        assertThat(DelayHistogram.percentileNs(counts, 0.501)).isEqualTo(DelayHistogram.upperBoundNs(20));
        assertThat(DelayHistogram.percentileNs(counts, 0.99)).isEqualTo(DelayHistogram.upperBoundNs(20));
        assertThat(DelayHistogram.percentileNs(counts, 1)).isEqualTo(DelayHistogram.upperBoundNs(LAST));
    }

    @Test
    void ofNoDelaysThereIsNoPercentile() {
        assertThat(DelayHistogram.percentileNs(new long[DelayHistogram.BUCKETS], 0.5)).isEqualTo(-1);
    }

    @Test
    void whatIsNoShareOrNotOfAHistogramIsRefused() {
        long[] counts = new long[DelayHistogram.BUCKETS];
        for (double share : new double[]{-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> DelayHistogram.percentileNs(counts, share))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 to 1");
        }
        assertThatThrownBy(() -> DelayHistogram.percentileNs(new long[3], 0.5))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("128");
    }
}
