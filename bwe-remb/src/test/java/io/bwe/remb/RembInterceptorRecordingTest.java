package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.HeaderExtension;
import io.bwe.api.RtpHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a running interceptor does is found in a recording. */
@Timeout(60)
class RembInterceptorRecordingTest {
    private static Stream<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals("io.bwe." + name));
    }

    @Test
    void streamsEstimatesUsageAndRembsAreRecorded() throws Exception {
        try (FlightRecording recording = new FlightRecording();
                InterceptorFixture fixture = new InterceptorFixture().withWriter()) {
            RtpHandler handler = fixture.bind(11);
            fixture.receive(handler, 11);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(1));
            fixture.estimator.usage = BandwidthUsage.OVERUSING;
            fixture.estimator.bitrateBps = 500_000;
            fixture.clock.advance(Duration.ofMillis(300));
            fixture.receive(handler, 11);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(2));
            fixture.interceptor.close();
            List<RecordedEvent> events = recording.stop(fixture.recordedAs());

            assertThat(named(events, "StreamStart")).extracting(event -> event.getLong("ssrc")).containsExactly(11L);
            assertThat(named(events, "EstimateChange")).extracting(event -> event.getLong("estimate"))
                    .containsExactly(1_000_000L, 500_000L);
            assertThat(named(events, "UsageChange")).extracting(event -> event.getString("usage"))
                    .containsExactly("OVERUSING");
            assertThat(named(events, "RembSent")).extracting(event -> event.getLong("bitrate"))
                    .containsExactly(1_000_000L, 500_000L);
            assertThat(named(events, "RembSent")).extracting(event -> event.getString("reason"))
                    .containsExactly("interval", "decrease");
            assertThat(named(events, "RembSent")).allSatisfy(event -> {
                assertThat(event.getInt("ssrcs")).isEqualTo(1);
                assertThat(event.getLong("traceTime")).as("shown as N/A").isEqualTo(Long.MIN_VALUE);
            });
            assertThat(named(events, "StreamEnd")).singleElement().satisfies(event -> {
                assertThat(event.getLong("ssrc")).isEqualTo(11);
                assertThat(event.getString("reason")).isEqualTo("CLOSE");
                assertThat(event.getLong("packets")).isEqualTo(2);
                assertThat(event.getLong("packetsLost")).isZero();
            });
        }
    }

    @Test
    void whatDidNotFitIntoAQueueIsRecorded() throws Exception {
        try (FlightRecording recording = new FlightRecording();
                InterceptorFixture fixture = new InterceptorFixture(
                        config -> config.option(RembOptions.QUEUE_CAPACITY, "16")
                                .option(RembOptions.PACKET_RESERVE, "16"))) {
            RtpHandler handler = fixture.bind(11);
            ByteBuffer packet = fixture.packet(11);
            // The clock stands still, so nothing leaves the merge and no slot comes back.
            for (int i = 0; i < 100; i++) {
                handler.onRtp(packet);
            }
            long dropped = fixture.statistics.packetsDropped();
            assertThat(dropped).isEqualTo(100 - 16);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(100 - dropped));
            fixture.receive(handler, 11);
            fixture.settle();
            fixture.interceptor.close();
            List<RecordedEvent> events = recording.stop(fixture.recordedAs());
            assertThat(named(events, "QueueOverflow")).allMatch(event -> event.getLong("ssrc") == 11);
            assertThat(named(events, "QueueOverflow").mapToLong(event -> event.getLong("dropped")).sum())
                    .isEqualTo(dropped);
        }
    }

    @Test
    void whoTakesOverIsRecordedUnderItsOwnName() throws Exception {
        try (FlightRecording recording = new FlightRecording();
                InterceptorFixture fixture = new InterceptorFixture(
                        config -> config.option(RembOptions.WARM_UP, "0s"))) {
            RtpHandler handler = fixture.bind(11);
            fixture.receive(handler, 11);
            fixture.settle();
            RecordingEstimator next = new RecordingEstimator();
            next.bitrateBps = 2_000_000;
            fixture.control.swapEstimator(next.provider("next"), fixture.estimator.config);
            for (int i = 0; i < 300 && !fixture.control.estimatorName().equals("next"); i++) {
                fixture.receive(handler, 11);
                fixture.settle();
                long due = i + 2;
                fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(due));
            }
            fixture.receive(handler, 11);
            fixture.settle();
            fixture.interceptor.close();
            List<RecordedEvent> events = recording.stop(fixture.recordedAs());
            assertThat(named(events, "EstimateChange")).extracting(event -> event.getString("estimator"))
                    .containsExactly("recording", "next");
        }
    }

    @Test
    void aStreamThatNobodyAnnouncedIsRecordedUnderItsOwnSsrcOnly() throws Exception {
        try (FlightRecording recording = new FlightRecording(); InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.interceptor.unsignalledRtp(
                    List.of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, InterceptorFixture.SEND_TIME_ID)),
                    (packet, arrivalTimeNs, ordinal) -> {
                    });
            for (int i = 1; i <= 3; i++) {
                fixture.receive(handler, 77);
                fixture.settle();
                long due = i;
                fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(due));
            }
            fixture.interceptor.close();
            List<RecordedEvent> events = recording.stop(fixture.recordedAs());
            assertThat(named(events, "StreamStart")).extracting(event -> event.getLong("ssrc")).containsOnly(77L);
            assertThat(named(events, "StreamEnd")).extracting(event -> event.getLong("ssrc")).containsOnly(77L);
        }
    }
}
