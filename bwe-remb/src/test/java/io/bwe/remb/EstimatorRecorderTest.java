package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.testkit.AllocationProbe;
import io.bwe.testkit.TestPacket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

class EstimatorRecorderTest {
    private static final long MS = 1_000_000;
    private static final String SOURCE = "a trace";

    private final Described estimator = new Described();
    private final EstimatorRecorder recorder = EstimatorRecorder.ofReplay(SOURCE, "recording");

    /** Says something of the delay with every second packet. */
    private static final class Described extends RecordingEstimator {
        boolean sampled;

        @Override
        public void describe(DiagnosticSink sink) {
            sink.value("group", sampled ? 1 : 0);
            if (sampled) {
                sink.value("send_delta_ms", 20.0);
                sink.value("arrival_delta_ms", 23);
                sink.value("modified_trend", 4.5);
                sink.value("threshold", 12.5);
            }
        }
    }

    private void packet(long atMs) {
        TestPacket packet = new TestPacket().ssrc(7).sequenceNumber((int) atMs).payloadSize(900)
                .arrivalTimeNs((5_000 + atMs) * MS).absSendTime(1234);
        long nowNs = (9_000 + atMs) * MS;
        estimator.onPacket(packet, nowNs);
        recorder.afterPacket(packet, estimator, nowNs);
    }

    private static List<String> names(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getEventType().getName()).toList();
    }

    @Test
    void changesAreRecordedAndPacketsAreNot() throws Exception {
        try (FlightRecording recording = new FlightRecording()) {
            estimator.incomingBps = 700_000;
            packet(0);
            packet(5);
            estimator.sampled = true;
            estimator.usage = BandwidthUsage.OVERUSING;
            estimator.bitrateBps = 600_000;
            packet(10);
            recorder.rembDue(600_000, true, 1, (9_000 + 10) * MS);
            packet(15);
            List<RecordedEvent> events = recording.stop(SOURCE);

            assertThat(names(events)).containsExactly("io.bwe.EstimateChange", "io.bwe.UsageChange",
                    "io.bwe.EstimateChange", "io.bwe.RembSent");
            RecordedEvent first = events.get(0);
            assertThat(first.getLong("before")).isZero();
            assertThat(first.getLong("estimate")).isEqualTo(1_000_000);
            assertThat(first.getLong("incoming")).isEqualTo(700_000);
            assertThat(first.getInt("liveStreams")).isEqualTo(1);
            assertThat(first.getString("estimator")).isEqualTo("recording");
            RecordedEvent usage = events.get(1);
            assertThat(usage.getString("before")).isEqualTo("NORMAL");
            assertThat(usage.getString("usage")).isEqualTo("OVERUSING");
            assertThat(usage.getDouble("signal")).isEqualTo(4.5);
            assertThat(usage.getDouble("threshold")).isEqualTo(12.5);
            RecordedEvent fall = events.get(2);
            assertThat(fall.getLong("before")).isEqualTo(1_000_000);
            assertThat(fall.getLong("estimate")).isEqualTo(600_000);
            assertThat(FlightRecording.traceTimeMs(fall)).isEqualTo(10);
            RecordedEvent remb = events.get(3);
            assertThat(remb.getLong("bitrate")).isEqualTo(600_000);
            assertThat(remb.getString("reason")).isEqualTo("decrease");
            assertThat(FlightRecording.traceTimeMs(remb)).isEqualTo(10);
        }
    }

    @Test
    void packetsAndDelaySamplesAreRecordedIfThatIsSwitchedOn() throws Exception {
        try (FlightRecording recording = new FlightRecording("io.bwe.Packet", "io.bwe.DelaySample")) {
            packet(0);
            estimator.sampled = true;
            packet(20);
            List<RecordedEvent> events = recording.stop(SOURCE);

            assertThat(names(events)).containsExactly("io.bwe.Packet", "io.bwe.EstimateChange", "io.bwe.Packet",
                    "io.bwe.DelaySample");
            RecordedEvent packet = events.get(2);
            assertThat(packet.getLong("ssrc")).isEqualTo(7);
            assertThat(packet.getInt("sequenceNumber")).isEqualTo(20);
            assertThat(packet.getInt("payloadSize")).isEqualTo(900);
            assertThat(packet.getInt("absSendTime")).isEqualTo(1234);
            assertThat(packet.getLong("arrivalTime")).isEqualTo(5_020 * MS);
            RecordedEvent sample = events.get(3);
            assertThat(sample.getDouble("sendDelta")).isEqualTo(20);
            assertThat(sample.getDouble("arrivalDelta")).isEqualTo(23);
            assertThat(sample.getDouble("signal")).isEqualTo(4.5);
            assertThat(sample.getDouble("threshold")).isEqualTo(12.5);
            assertThat(sample.getDouble("offset")).as("what it does not say").isNaN();
            assertThat(sample.getString("usage")).isEqualTo("NORMAL");
        }
    }

    @Test
    void aLaterRecordingKnowsNothingOfAnEarlierOne() throws Exception {
        estimator.usage = BandwidthUsage.OVERUSING;
        try (FlightRecording recording = new FlightRecording()) {
            packet(0);
            assertThat(names(recording.stop(SOURCE))).containsExactly("io.bwe.UsageChange", "io.bwe.EstimateChange");
        }
        estimator.usage = BandwidthUsage.NORMAL;
        packet(10);
        try (FlightRecording recording = new FlightRecording()) {
            packet(20);
            List<RecordedEvent> events = recording.stop(SOURCE);
            assertThat(names(events)).containsExactly("io.bwe.EstimateChange");
            assertThat(events.get(0).getLong("before")).isZero();
        }
    }

    @Test
    void anEstimatorOutOfActionHasNoEstimateAnyMore() throws Exception {
        try (FlightRecording recording = new FlightRecording()) {
            packet(0);
            recorder.outOfAction((9_000 + 5) * MS);
            recorder.outOfAction((9_000 + 6) * MS);
            assertThat(recording.stop(SOURCE)).extracting(event -> event.getLong("estimate"))
                    .containsExactly(1_000_000L, 0L);
        }
    }

    @Test
    void nothingIsAllocatedWhileNobodyRecords() {
        TestPacket packet = new TestPacket().ssrc(7);
        estimator.onPacket(packet, 0);
        assertThat(AllocationProbe.steadyBytesAllocatedBy(() -> {
            for (int i = 0; i < 1_000; i++) {
                recorder.afterPacket(packet, estimator, i);
                recorder.rembDue(1_000_000, false, 1, i);
            }
        })).isZero();
    }

    @Test
    void theSettingsNameEveryEventThatThereIs() throws Exception {
        Map<String, String> settings = FlightRecording.settings().getSettings();
        TreeSet<String> events = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/bwe/remb"))) {
            for (Path source : sources.filter(file -> file.toString().endsWith("Event.java")).toList()) {
                Matcher name = Pattern.compile("@Name\\(\"(.*)\"\\)").matcher(Files.readString(source));
                if (name.find()) {
                    events.add(name.group(1));
                }
            }
        }
        assertThat(events).hasSize(8);
        assertThat(settings.keySet()).allMatch(setting -> setting.endsWith("#enabled"));
        assertThat(settings.keySet()).extracting(setting -> setting.substring(0, setting.indexOf('#')))
                .containsExactlyInAnyOrderElementsOf(events);
        assertThat(settings).containsEntry("io.bwe.Packet#enabled", "false")
                .containsEntry("io.bwe.DelaySample#enabled", "false")
                .containsEntry("io.bwe.EstimateChange#enabled", "true");
    }
}
