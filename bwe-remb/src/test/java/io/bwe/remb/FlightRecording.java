package io.bwe.remb;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of bwe's events in this JVM with the settings that come with the library. */
final class FlightRecording implements AutoCloseable {
    private final Recording recording;

    /** @param also events to switch on, which the settings have off */
    FlightRecording(String... also) throws IOException, ParseException {
        recording = new Recording(settings());
        for (String event : also) {
            recording.enable(event);
        }
        recording.start();
    }

    static Configuration settings() throws IOException, ParseException {
        try (InputStreamReader text = new InputStreamReader(
                Objects.requireNonNull(EstimatorRecorder.class.getResourceAsStream("/bwe.jfc")),
                StandardCharsets.UTF_8)) {
            return Configuration.create(text);
        }
    }

    /** Ends it; what was recorded by an interceptor, or in a replay, of that name, oldest first. */
    List<RecordedEvent> stop(String interceptor) throws IOException {
        recording.stop();
        Path file = Files.createTempFile("bwe", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("io.bwe."))
                    .filter(event -> event.getString("interceptor").equals(interceptor))
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime)).toList();
        } finally {
            Files.delete(file);
        }
    }

    static long traceTimeMs(RecordedEvent event) {
        return Duration.ofNanos(event.getLong("traceTime")).toMillis();
    }

    @Override
    public void close() {
        recording.close();
    }
}
