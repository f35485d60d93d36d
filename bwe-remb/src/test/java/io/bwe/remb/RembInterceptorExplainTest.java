package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Explanation;
import io.bwe.api.RtpHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners are told in words what happens, and nobody else notices. */
@Timeout(60)
class RembInterceptorExplainTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    private void tell(Explanation explanation) {
        told.add(explanation.toString());
    }

    private static void packetAfter(InterceptorFixture fixture, RtpHandler handler, int ms) {
        long due = fixture.statistics.packetsEstimated() + 1;
        fixture.clock.advance(Duration.ofMillis(ms - 20));
        fixture.receive(handler, 1);
        fixture.settle();
        fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(due));
    }

    @Test
    void whatHappensIsToldInWords() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.control.explain(this::tell);
            RtpHandler handler = fixture.bind(1);
            packetAfter(fixture, handler, 20);
            fixture.estimator.usage = BandwidthUsage.OVERUSING;
            fixture.estimator.bitrateBps = 400_000;
            packetAfter(fixture, handler, 500);
            fixture.control.reset();
            packetAfter(fixture, handler, 500);
            fixture.eventually(() -> assertThat(told).contains("0.0 s: stream 1 is live, the estimate is 1.00 Mb/s",
                    "0.5 s: over-use (queue delay +500 ms over 500 ms), 1.00 Mb/s -> 0.40 Mb/s",
                    "0.5 s: reset: the estimator has forgotten everything"));
        }
    }

    @Test
    void whoEndsTheSubscriptionIsToldNoMore() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            Subscription subscription = fixture.control.explain(this::tell);
            RtpHandler handler = fixture.bind(1);
            packetAfter(fixture, handler, 20);
            fixture.eventually(() -> assertThat(told).hasSize(1));
            subscription.close();
            fixture.estimator.bitrateBps = 3_000_000;
            packetAfter(fixture, handler, 20);
            List<String> others = new CopyOnWriteArrayList<>();
            fixture.control.explain(explanation -> others.add(explanation.text()));
            packetAfter(fixture, handler, 20);
            fixture.eventually(() -> assertThat(others).as("where things stand")
                    .containsExactly("stream 1 is live, the estimate is 3.00 Mb/s"));
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void aListenerThatThrowsIsCountedAndTheOthersAreTold() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.control.explain(explanation -> {
                throw new IllegalStateException("for the test");
            });
            fixture.control.explain(this::tell);
            packetAfter(fixture, fixture.bind(1), 20);
            fixture.eventually(() -> assertThat(told).hasSize(1));
            fixture.eventually(() -> assertThat(fixture.statistics.listenerErrors()).isEqualTo(1));
        }
    }

    @Test
    void whatASlowListenerMissesIsCounted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            fixture.control.explain(explanation -> {
                tell(explanation);
                awaitUninterrupted(release);
            });
            RtpHandler handler = fixture.bind(1);
            int explained = Explanations.CAPACITY + 10;
            for (int i = 0; i < explained; i++) {
                fixture.estimator.bitrateBps = i % 2 == 0 ? 1_000_000 : 2_000_000;
                packetAfter(fixture, handler, 20);
            }
            assertThat(fixture.statistics.explanationsDropped()).isBetween(1L, 20L);
            release.countDown();
            long dropped = fixture.statistics.explanationsDropped();
            fixture.eventually(() -> assertThat(told).hasSize((int) (explained - dropped)));
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anEstimatorThatCannotDescribeItselfGoesOnEstimating() {
        RecordingEstimator silent = new RecordingEstimator() {
            @Override
            public void describe(DiagnosticSink sink) {
                throw new UnsupportedOperationException("for the test");
            }
        };
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config.estimator(silent.provider()))) {
            fixture.control.explain(this::tell);
            RtpHandler handler = fixture.bind(1);
            for (int i = 0; i < 20; i++) {
                packetAfter(fixture, handler, 20);
            }
            assertThat(fixture.statistics.estimatorErrors()).isEqualTo(20);
            assertThat(fixture.statistics.estimatorQuarantined()).isFalse();
            assertThat(fixture.statistics.workerErrors()).isZero();
            assertThat(fixture.control.estimate().hasEstimate()).isTrue();
        }
    }
}
