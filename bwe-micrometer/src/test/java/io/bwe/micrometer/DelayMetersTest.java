package io.bwe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** How long packets took to the estimator: all of them, and those of the last minute. */
class DelayMetersTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    /** A bucket is an eighth in width. */
    private static final Percentage PRECISION = Percentage.withPercentage(12.5);

    private long nowNs = 5 * SECOND;
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final BweMetrics metrics = new BweMetrics(Tags.empty(), () -> nowNs);
    private final FakeInterceptor interceptor = new FakeInterceptor();

    DelayMetersTest() {
        metrics.bindTo(registry);
        metrics.add(interceptor);
    }

    private double percentileMs(String phi) {
        return registry.get("bwe.estimate.delay.percentile").tag("phi", phi).timeGauge().value(TimeUnit.MILLISECONDS);
    }

    private double maxMs() {
        return registry.get("bwe.estimate.delay.max").timeGauge().value(TimeUnit.MILLISECONDS);
    }

    private void pass(long seconds) {
        nowNs += seconds * SECOND;
    }

    @Test
    void theTimerHasCountAndTotalOfAll() {
        interceptor.delays(20 * MS, 3);
        FakeInterceptor second = new FakeInterceptor().delays(30 * MS, 1);
        metrics.add(second);
        second.close();
        FunctionTimer timer = registry.get("bwe.estimate.delay").functionTimer();
        assertThat(timer.count()).isEqualTo(4);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(90);
        assertThat(timer.mean(TimeUnit.MILLISECONDS)).isEqualTo(22.5);
    }

    @Test
    void percentilesAreThoseOfAllInterceptorsAndNeverTooShort() {
        interceptor.delays(20 * MS, 60).delays(40 * MS, 35);
        metrics.add(new FakeInterceptor().delays(100 * MS, 4).delays(2_000 * MS, 1));
        assertThat(percentileMs("0.5")).isGreaterThanOrEqualTo(20).isCloseTo(20, PRECISION);
        assertThat(percentileMs("0.95")).isGreaterThanOrEqualTo(40).isCloseTo(40, PRECISION);
        assertThat(percentileMs("0.99")).isGreaterThanOrEqualTo(100).isCloseTo(100, PRECISION);
        assertThat(maxMs()).isGreaterThanOrEqualTo(2_000).isCloseTo(2_000, PRECISION);
    }

    @Test
    void withoutPacketsThereAreNone() {
        assertThat(percentileMs("0.5")).isNaN();
        assertThat(maxMs()).isNaN();
    }

    @Test
    void whatIsAMinuteOldIsForgotten() {
        interceptor.delays(500 * MS, 100);
        for (int i = 0; i < 6; i++) {
            pass(15);
            interceptor.delays(20 * MS, 1);
            double expected = i < 4 ? 500 : 20;
            assertThat(maxMs()).as("after %s s", 15 * (i + 1)).isCloseTo(expected, PRECISION);
        }
        pass(75);
        assertThat(maxMs()).as("the packet of the reading before").isNaN();
    }

    @Test
    void ifReadingsAreRareItIsWhatCameSinceTheOneBefore() {
        interceptor.delays(500 * MS, 1);
        pass(300);
        assertThat(maxMs()).isCloseTo(500, PRECISION);
        pass(1);
        interceptor.delays(20 * MS, 1);
        pass(299);
        assertThat(maxMs()).isCloseTo(20, PRECISION);
    }

    @Test
    void manyReadingsKeepNoMoreThanTheyNeed() {
        for (int i = 0; i < 10_000; i++) {
            nowNs += SECOND / 5;
            interceptor.delays((i < 9_000 ? 500 : 20) * MS, 1);
            maxMs();
        }
        assertThat(maxMs()).as("200 s after the last long one").isCloseTo(20, PRECISION);
    }

    @Test
    void theSameReadingServesForATenthOfASecond() {
        interceptor.delays(20 * MS, 1);
        assertThat(maxMs()).isCloseTo(20, PRECISION);
        interceptor.delays(500 * MS, 1);
        assertThat(maxMs()).isCloseTo(20, PRECISION);
        nowNs += SECOND / 10;
        assertThat(maxMs()).isCloseTo(500, PRECISION);
    }
}
