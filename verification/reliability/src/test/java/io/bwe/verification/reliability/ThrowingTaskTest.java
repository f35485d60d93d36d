package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A task that throws is counted, its siblings run on, and tasks can still be started. The clock is the application's,
 * and every task reads it, so it is what throws here.
 */
@Tag("life-cycle")
class ThrowingTaskTest {
    /** Throws, once, in the thread whose name begins as asked. */
    private static final class FailingClock implements NanoClock {
        private final NanoClock clock;
        private final AtomicReference<String> failsIn = new AtomicReference<>();

        FailingClock(NanoClock clock) {
            this.clock = clock;
        }

        @Override
        public long nanoTime() {
            String thread = failsIn.get();
            if (thread != null && Thread.currentThread().getName().startsWith(thread)
                    && failsIn.compareAndSet(thread, null)) {
                // An error, because a worker that only expects exceptions would let it through.
                throw new StackOverflowError("intended");
            }
            return clock.nanoTime();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bwe-stream-1", "bwe-transport-"})
    void itsSiblingsRunOnAndLaterForksWork(String thread) {
        AtomicReference<FailingClock> clock = new AtomicReference<>();
        AtomicLong rembs = new AtomicLong();
        Connection connection = new Connection(config -> {
            clock.set(new FailingClock(config.build().clock()));
            return config.clock(clock.get())
                    .estimatorConfig(EstimatorConfig.builder().startBps(1_000_000).build());
        });
        try (connection) {
            connection.interceptor.bindRtcpWriter(packet -> rembs.incrementAndGet());
            RtpHandler first = connection.bind(1);
            RtpHandler second = connection.bind(2);
            connection.receive(first, 1);
            connection.receive(second, 2);
            connection.settle();
            Connection.eventually(() -> assertThat(connection.statistics.packetsEstimated()).isEqualTo(2));

            clock.get().failsIn.set(thread);
            connection.receive(first, 1);
            connection.receive(second, 2);
            Connection.eventually(() -> assertThat(connection.statistics.workerErrors()).isEqualTo(1));
            connection.settle();
            // The one that failed got another task, its sibling goes on, and a new stream gets one.
            RtpHandler third = connection.bind(3);
            connection.receive(first, 1);
            connection.receive(second, 2);
            connection.receive(third, 3);
            connection.settle();
            Connection.eventually(() -> assertThat(connection.statistics.packetsEstimated()).isEqualTo(7));
            assertThat(connection.statistics.streamsActive()).isEqualTo(3);
            long before = rembs.get();
            connection.clock.advance(Duration.ofSeconds(1));
            Connection.eventually(() -> assertThat(rembs.get()).isGreaterThan(before));
        }
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(connection.statistics.workerErrors()).isEqualTo(1);
        assertThat(connection.passedOn).hasValue(7);
        Connection.nothingIsLeft();
    }
}
