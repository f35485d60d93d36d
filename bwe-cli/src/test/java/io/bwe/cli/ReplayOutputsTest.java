package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a replay is seen by: words, charts, recordings. */
class ReplayOutputsTest {
    @TempDir
    private Path folder;
    private String trace = "";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeTrace() {
        trace = CongestedTrace.in(folder).toString();
    }

    private int replay(String... args) {
        out.reset();
        err.reset();
        return Bwe.run(out, err, Stream.concat(Stream.of("replay", trace), Stream.of(args)).toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void saysInWordsWhatHappenedAndWhy() {
        assertThat(replay("--explain")).isZero();
        assertThat(err()).isEmpty();
        assertThat(out()).contains("REMBs ").contains("    0.0 s: stream 77 is live, no estimate yet\n")
                .containsPattern("\n +0\\.\\d s: first estimate 1\\.\\d\\d Mb/s, from a probe\n")
                .containsPattern(
                        "\n +6\\.\\d s: over-use \\(queue delay \\+\\d+ ms over \\d+ ms, threshold \\d+\\.\\d\\), "
                                + "\\d\\.\\d\\d Mb/s -> 1\\.\\d\\d Mb/s\n");
    }

    @Test
    void withQuietNothingElseIsSaid() {
        assertThat(replay("--explain", "--quiet", "--estimator", "delay-kalman,delay-trendline")).isZero();
        List<String> lines = out().lines().toList();
        assertThat(lines).hasSizeGreaterThan(4).allMatch(line -> line.matches(" +\\d+\\.\\d s: delay-\\w+: .+"));
        assertThat(lines).filteredOn(line -> line.contains("over-use (")).extracting(line -> line.split(": ")[1])
                .contains("delay-kalman", "delay-trendline");
    }

    @Test
    void explanationsAreInTheJsonIfTheyAreWanted() {
        assertThat(replay("--json", "--explain")).isZero();
        assertThat(out())
                .contains(
                        "\"explanations\":[{\"seconds\":0.0,\"kind\":\"begin\",\"text\":\"stream 77 is live, no estimate yet\"}")
                .contains("\"kind\":\"overuse\"").contains("\"explanationsLeft\":0");
        assertThat(replay("--json")).isZero();
        assertThat(out()).doesNotContain("explanations");
    }

    @Test
    void writesAPageWithChartsOfAllThatHappened() throws IOException {
        assertThat(replay("--html", in("out.html"), "--capacity", "0:4000,6:1450", "--estimator",
                "delay-kalman,delay-trendline")).isZero();
        String page = Files.readString(folder.resolve("out.html"));
        assertThat(page).startsWith("<!DOCTYPE html>").contains("congested.csv").contains("delay-trendline")
                .contains("first estimate 1.").contains("over-use (queue delay").contains("2,400 in");
        assertThat(out()).contains("delay-trendline");
    }

    @Test
    void recordsWithTheFlightRecorder() throws IOException {
        assertThat(replay("--jfr", in("out.jfr"), "--quiet")).isZero();
        List<RecordedEvent> events = RecordingFile.readAllEvents(folder.resolve("out.jfr"));
        assertThat(events).allMatch(event -> event.getString("interceptor").equals(trace));
        assertThat(names(events)).contains("io.bwe.EstimateChange", "io.bwe.UsageChange", "io.bwe.RembSent")
                .doesNotContain("io.bwe.Packet", "io.bwe.DelaySample");
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("io.bwe.UsageChange"))
                .filteredOn(event -> event.getString("usage").equals("OVERUSING"))
                .allMatch(event -> event.getLong("traceTime") > 6_000_000_000L)
                .allMatch(event -> event.getDouble("signal") > event.getDouble("threshold") * 0.9).isNotEmpty();

        assertThat(replay("--jfr", in("all.jfr"), "--jfr-details", "--quiet")).isZero();
        List<String> all = names(RecordingFile.readAllEvents(folder.resolve("all.jfr")));
        assertThat(all).filteredOn("io.bwe.Packet"::equals).hasSize(CongestedTrace.PACKETS);
        assertThat(all).filteredOn("io.bwe.DelaySample"::equals).hasSizeGreaterThan(1_000);
    }

    private static List<String> names(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getEventType().getName()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "--jfr-details; --jfr-details is for --jfr",
            "--capacity 0:1; --capacity is for --html and --png",
            "--html a.html --capacity 1500; is no plan of capacities",
            "--html a.html --capacity 0:1500,0:3; times must increase",
            "--html missing/a.html; its folder does not exist",
            "--html FOLDER/congested.csv; it is the file to replay",
            "--jfr FOLDER/congested.csv; it is the file to replay",
            "--html FOLDER/a --png FOLDER/./a; is given for two outputs"})
    void whatCannotBeIsRefusedBeforeAnythingIsWritten(String arguments, String reason) throws IOException {
        assertThat(replay(arguments.replace("FOLDER", folder.toString()).split(" "))).isEqualTo(2);
        assertThat(err()).contains(reason);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        assertThat(CongestedTrace.PACKETS + 1).isEqualTo(Files.readAllLines(Path.of(trace)).size());
    }

    @Test
    void anOutputThatCannotBeWrittenIsAnError() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        for (String option : List.of("--json", "--explain")) {
            err.reset();
            assertThat(Bwe.run(full, err, "replay", trace, "--quiet", option)).as(option).isEqualTo(2);
            assertThat(err()).isEqualTo("bwe: cannot write standard output: writing failed" + System.lineSeparator());
        }
    }
}
