package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.EventType;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md says of the flight recorder is so: its commands work, and it names every event and field. */
class FlightRecorderDocumentationTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "operations.md");
    /** What every event of the JDK has, and what all of bwe's have in common. */
    private static final List<String> COMMON = List.of("startTime", "duration", "eventThread", "stackTrace",
            "interceptor", "traceTime");

    @TempDir
    private Path folder;

    @BeforeEach
    void record() {
        String trace = CongestedTrace.in(folder).toString();
        assertThat(Bwe.run(OutputStream.nullOutputStream(), new ByteArrayOutputStream(), "replay", trace, "--quiet",
                "--jfr", folder.resolve("out.jfr").toString())).isZero();
    }

    private String run(String command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        shell.environment().merge("PATH", Path.of(System.getProperty("java.home"), "bin").toString(),
                (path, tools) -> tools + ":" + path);
        Process process = shell.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(command + ": " + text).isZero();
        return text;
    }

    @Test
    void theCommandsWork() throws Exception {
        List<String> commands = Files.readAllLines(DOCUMENTATION).stream().filter(line -> line.startsWith("jfr "))
                .toList();
        assertThat(commands).hasSizeGreaterThan(3);
        StringBuilder printed = new StringBuilder();
        for (String command : commands) {
            printed.append(run(command));
        }
        assertThat(printed).contains("io.bwe.UsageChange {", "usage = \"OVERUSING\"", "io.bwe.EstimateChange  ",
                "\"type\": \"io.bwe.RembSent\"");
    }

    @Test
    void everyEventAndFieldIsThere() throws IOException {
        Map<String, List<String>> fields = new TreeMap<>();
        try (RecordingFile recording = new RecordingFile(folder.resolve("out.jfr"))) {
            for (EventType type : recording.readEventTypes()) {
                if (type.getName().startsWith("io.bwe.")) {
                    fields.put(type.getName(), type.getFields().stream().map(ValueDescriptor::getName)
                            .filter(field -> !COMMON.contains(field)).toList());
                }
            }
        }
        assertThat(fields).containsKeys("io.bwe.EstimateChange", "io.bwe.UsageChange", "io.bwe.RembSent",
                "io.bwe.Packet", "io.bwe.DelaySample");
        String documentation = Files.readString(DOCUMENTATION);
        TreeSet<String> documented = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| (`io\\.bwe\\.[^|]*)\\|[^|]*\\|([^|]*)\\|$").matcher(documentation);
        while (row.find()) {
            Matcher name = Pattern.compile("`(io\\.bwe\\.\\w+)`").matcher(row.group(1));
            while (name.find()) {
                documented.add(name.group(1));
                assertThat(fields.getOrDefault(name.group(1), List.of())).as(name.group(1))
                        .allSatisfy(field -> assertThat(row.group(2)).contains(field));
            }
        }
        assertThat(documented).containsAll(fields.keySet());
    }
}
