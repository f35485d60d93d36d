package io.bwe.verification.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void whatIsOutOfRangeCountsAtItsEdge() {
        Histogram histogram = Latencies.ofOneThread();

        Latencies.add(histogram, -5);
        Latencies.add(histogram, Latencies.HIGHEST_NS + 1);

        assertThat(histogram.getTotalCount()).isEqualTo(2);
        assertThat(histogram.getMinValue()).isZero();
        assertThat(histogram.getMaxValue()).isBetween(Latencies.HIGHEST_NS, Latencies.HIGHEST_NS * 1001 / 1000);
    }

    @Test
    void timesAreKeptToThreeDigits() {
        Histogram histogram = Latencies.ofManyThreads();

        for (int ns = 1; ns <= 10_000; ns++) {
            Latencies.add(histogram, ns);
        }

        assertThat(histogram.getValueAtPercentile(99)).isBetween(9_900L, 9_910L);
    }
}
