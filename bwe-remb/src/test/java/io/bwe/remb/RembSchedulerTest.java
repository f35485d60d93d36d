package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

class RembSchedulerTest {
    private static final long MS = 1_000_000;
    private static final long RATE = 1_000_000;

    private final RembScheduler scheduler = new RembScheduler(42,
            new RembThrottler(Duration.ofSeconds(1), Duration.ofMillis(200)));

    private static EstimateView estimate(boolean hasEstimate, long bitrateBps, long... liveSsrcs) {
        Estimator estimator = Mockito.mock(Estimator.class);
        Mockito.when(estimator.hasEstimate()).thenReturn(hasEstimate);
        Mockito.when(estimator.estimateBps()).thenReturn(bitrateBps);
        Mockito.when(estimator.liveSsrcCount()).thenReturn(liveSsrcs.length);
        for (int i = 0; i < liveSsrcs.length; i++) {
            Mockito.when(estimator.liveSsrc(i)).thenReturn(liveSsrcs[i]);
        }
        return EstimateView.of(estimator);
    }

    private static EstimateView estimate(long bitrateBps) {
        return estimate(true, bitrateBps, 7);
    }

    @Test
    void theFirstEstimateIsDueWithItsStreams() {
        RembScheduler.Due due = scheduler.poll(estimate(true, RATE, 3, 7, 0xFFFF_FFFFL), 0);
        assertThat(due.atOnce()).isFalse();
        assertThat(due.packet().senderSsrc()).isEqualTo(42);
        assertThat(due.packet().bitrateBps()).isEqualTo(RATE);
        assertThat(due.packet().ssrcs()).containsExactly(3, 7, 0xFFFF_FFFFL);
    }

    @Test
    void theNextIsDueAfterTheInterval() {
        scheduler.poll(estimate(RATE), 0);
        assertThat(scheduler.poll(estimate(2 * RATE), 999 * MS)).isNull();
        RembScheduler.Due due = scheduler.poll(estimate(2 * RATE), 1_000 * MS);
        assertThat(due.atOnce()).isFalse();
        assertThat(due.packet().bitrateBps()).isEqualTo(2 * RATE);
    }

    @Test
    void aFallIsDueAtOnceAfterTheSpacing() {
        scheduler.poll(estimate(RATE), 0);
        assertThat(scheduler.poll(estimate(RATE / 2), 199 * MS)).isNull();
        RembScheduler.Due due = scheduler.poll(estimate(RATE / 2), 200 * MS);
        assertThat(due.atOnce()).isTrue();
        assertThat(due.packet().bitrateBps()).isEqualTo(RATE / 2);
    }

    @Test
    void nothingIsDueWithoutEstimate() {
        assertThat(scheduler.poll(EstimateView.NONE, 0)).isNull();
        assertThat(scheduler.poll(estimate(false, 0, 7), 0)).isNull();
        assertThat(scheduler.poll(estimate(RATE), 1)).as("nothing counted as sent").isNotNull();
    }

    @Test
    void nothingIsDueWithoutLiveStream() {
        assertThat(scheduler.poll(estimate(true, RATE), 0)).isNull();
        assertThat(scheduler.poll(estimate(RATE), 1)).isNotNull();
    }

    @Test
    void anAbsurdEstimateIsNotTold() {
        assertThat(scheduler.poll(estimate(-1), 0)).isNull();
        assertThat(scheduler.poll(estimate(0), 0)).isNotNull();
    }

    @Test
    void nothingIsDueWhileMuted() {
        scheduler.mute(true);
        LongStream.rangeClosed(0, 5).forEach(s -> assertThat(scheduler.poll(estimate(RATE), s * 1_000 * MS)).isNull());
        scheduler.mute(false);
        assertThat(scheduler.poll(estimate(RATE), 5_001 * MS)).isNotNull();
    }

    @Test
    void theCapLimitsWhatIsTold() {
        scheduler.cap(300_000);
        assertThat(scheduler.poll(estimate(RATE), 0).packet().bitrateBps()).isEqualTo(300_000);
        assertThat(scheduler.poll(estimate(200_000), 200 * MS).packet().bitrateBps()).isEqualTo(200_000);
    }

    @Test
    void aLowerCapIsAFall() {
        scheduler.poll(estimate(RATE), 0);
        scheduler.cap(300_000);
        RembScheduler.Due due = scheduler.poll(estimate(RATE), 300 * MS);
        assertThat(due.atOnce()).isTrue();
        assertThat(due.packet().bitrateBps()).isEqualTo(300_000);
    }

    @Test
    void aCapThatIsLiftedShowsWithTheInterval() {
        scheduler.cap(300_000);
        scheduler.poll(estimate(RATE), 0);
        scheduler.cap(BandwidthControl.NO_CAP);
        assertThat(scheduler.poll(estimate(RATE), 500 * MS)).isNull();
        assertThat(scheduler.poll(estimate(RATE), 1_000 * MS).packet().bitrateBps()).isEqualTo(RATE);
    }
}
