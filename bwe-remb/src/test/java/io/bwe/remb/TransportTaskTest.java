package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.RtpHandler;
import io.bwe.testkit.ManualClock;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
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
                new RembScheduler(1, new RembThrottler()),
                new Outbox(null, statistics, new InterceptorRecorder("test"), log), statistics, log,
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

    @Test
    void packetsThatFindTheirQueueFullNudgeToo() {
        RemoteStream stream = new RemoteStream(1, 90_000, StreamDriver.EXTENSIONS, StreamDriver.slots(16), 16, 0);
        RtpHandler handler = new BoundIngress(new RemoteStream[]{stream}, transport(), clock, statistics,
                new TaskGuard(statistics, new TroubleLog(clock)), (packet, arrivalTimeNs, ordinal) -> {
                });
        ByteBuffer packet = new RtpPacketBuilder().ssrc(1).build();
        for (int i = 0; i < 20; i++) {
            handler.onRtp(packet);
        }
        assertThat(statistics.packetsDropped()).isEqualTo(4);
        assertThat(nudges).hasValue(0);
        clock.advance(Duration.ofMillis(1_001));
        handler.onRtp(packet);
        assertThat(nudges).hasValue(1);
    }
}
