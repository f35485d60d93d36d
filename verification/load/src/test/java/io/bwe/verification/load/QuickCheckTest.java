package io.bwe.verification.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class QuickCheckTest {
    private static final ParkBaseline BASELINE = new ParkBaseline(1, 30);

    @Test
    void timesDoNotMatter() {
        assertThat(QuickCheck.failures(figures(0, 0, 0, 0, 0, 0, 30_000), BASELINE)).isEmpty();
    }

    @Test
    void everythingElseDoes() {
        assertThat(QuickCheck.failures(figures(3, 0, 0, 0, 0, 0, 0), BASELINE))
                .containsExactly("3 packets were dropped, 0 lost");
        assertThat(QuickCheck.failures(figures(0, 4, 0, 0, 0, 0, 0), BASELINE))
                .containsExactly("0 packets were dropped, 4 lost");
        assertThat(QuickCheck.failures(figures(0, 0, 5, 0, 0, 0, 0), BASELINE))
                .containsExactly("5 throws were counted");
        assertThat(QuickCheck.failures(figures(0, 0, 0, 6, 7, 0, 0), BASELINE))
                .containsExactly("6 idle streams still had a task, 7 threads were left");
        assertThat(QuickCheck.failures(figures(0, 0, 0, 0, 0, 1_000, 0), BASELINE))
                .containsExactly("RTP threads allocated 1.00 bytes a packet");
        assertThat(QuickCheck.failures(figures(0, 0, 0, 0, 0, 0, 200_000), BASELINE))
                .containsExactly("200.0 bytes were allocated for a wake-up; allowed are 124.0");
    }

    @Test
    void churnFailsOnWhatStays() {
        assertThat(new Churn(100, 100, 0, 0, 5, 0).failures()).isEmpty();
        assertThat(new Churn(100, 99, 1, 2, 200, 3).failures()).containsExactly(
                "99 of 100 streams ended because they were idle", "1 idle streams still had a task",
                "2 packets were dropped", "each stream left 200.0 bytes", "3 threads were left");
    }

    /** A thousand packets and wake-ups; all that takes time takes for ever. */
    private static Figures figures(long dropped, long lost, long troubles, long active, int threads, long rtpBytes,
            long bytes) {
        Histogram slow = Latencies.ofOneThread();
        Latencies.add(slow, Latencies.HIGHEST_NS);
        return new Figures(1_000, dropped, 0, lost, troubles, 0, slow, slow, slow, slow, slow,
                new Usage(1, Latencies.HIGHEST_NS, bytes), new Usage(1, 0, 0), 0, 0, rtpBytes, 1_000, 0, 0, 0, 0,
                active, threads);
    }
}
