package io.bwe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interceptors come, change their estimators and go while others read. */
class ConcurrentReadingTest {
    private static final int ROUNDS = 300;
    private static final int PACKETS = 7;

    @Test
    @Timeout(60)
    void noCounterEverDecreasesAndNothingIsLost() throws InterruptedException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        BweMetrics metrics = new BweMetrics();
        metrics.bindTo(registry);
        FakeInterceptor stays = new FakeInterceptor();
        metrics.add(stays);
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            double before = 0;
            try {
                while (!over.get()) {
                    double now = accepted(registry, "kalman");
                    assertThat(now).isGreaterThanOrEqualTo(before);
                    before = now;
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        List<Thread> connections = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
            connections.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    FakeInterceptor interceptor = new FakeInterceptor().accepts(PACKETS);
                    metrics.add(interceptor);
                    interceptor.drivenBy("trendline").accepts(PACKETS);
                    interceptor.close();
                }
            }));
        }
        for (Thread connection : connections) {
            connection.join();
        }
        over.set(true);
        reader.join();
        assertThat(failure.get()).isNull();
        assertThat(accepted(registry, "kalman") + accepted(registry, "trendline")).isEqualTo(4 * ROUNDS * PACKETS);
    }

    private static double accepted(SimpleMeterRegistry registry, String estimator) {
        return registry.get("bwe.packets").tag("result", "accepted").tag("estimator", estimator).functionCounter()
                .count();
    }
}
