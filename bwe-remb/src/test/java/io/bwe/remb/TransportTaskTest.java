package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TransportTaskTest {
    private static final long IDLE_TIMEOUT_NS = Duration.ofSeconds(2).toNanos();

    private final ManualClock clock = new ManualClock();
    private final RembStatistics statistics = new RembStatistics();
    private final AtomicInteger nudges = new AtomicInteger();

    private TransportTask transport() {
        RembOptions.Settings settings = RembOptions.parse(Map.of(), false);
        TroubleLog log = new TroubleLog(clock);
        return new TransportTask(settings, IDLE_TIMEOUT_NS, clock,
                FeedFixture.feed(new RecordingEstimator(), SendTimeSource.ABS_SEND_TIME, statistics),
                new RembScheduler(1, new RembThrottler()), new Outbox(null, statistics, log), statistics, log,
                stream -> {
                }, () -> {
                }, nudges::incrementAndGet);
    }

    @Test
    void theOtherTasksAreNudgedOnceASecondWhileItDoesNotRun() {
        TransportTask transport = transport();
        for (int ms = 0; ms <= 3_500; ms += 5) {
            transport.wake(Duration.ofMillis(ms).toNanos());
        }
        assertThat(nudges).hasValue(3);
    }
}
