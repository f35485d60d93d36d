package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int evaluate(String... args) {
        return Bwe.run(out, err, Stream.concat(Stream.of("evaluate"), Stream.of(args)).toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsARowForEachScenarioAndEstimator() {
        assertThat(evaluate("--scenario", "low-capacity,audio-only", "--estimator", "delay-kalman,steady", "--seeds",
                "2")).isZero();
        assertThat(out().lines().map(line -> line.strip().split(" ")[0])).containsExactly("use", "low-capacity",
                "delay-kalman", "steady", "audio-only", "delay-kalman", "steady");
        assertThat(out()).contains("p95 ms", "below s").doesNotContain("fairness", "share", "10 s %", "NaN");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theColumnOfRisesIsThereWhereCapacityRises() {
        assertThat(evaluate("--scenario", "steps", "--estimator", "delay-kalman", "--seeds", "1")).isZero();
        assertThat(out().lines().findFirst()).hasValueSatisfying(
                heading -> assertThat(heading.strip().split(" {2,}")).contains("recovered s", "10 s %", "below s"));
    }

    @Test
    void sameArgumentsSameFigures() {
        evaluate("--scenario", "cellular", "--estimator", "delay-kalman", "--seeds", "3", "--json");
        String once = out();
        out.reset();
        evaluate("--scenario", "cellular", "--estimator", "delay-kalman", "--seeds", "3", "--json");
        assertThat(out()).isEqualTo(once);
    }

    @Test
    void jsonHasTheSpreadAndNullForWhatDoesNotApply() {
        assertThat(evaluate("--scenario", "low-capacity", "--estimator", "delay-kalman", "--seeds", "3", "--json",
                "--sender", "obeys")).isZero();
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(out().strip());
        assertThat(json.get("sender")).isEqualTo("obeys");
        assertThat(((Number) json.get("firstSeed")).intValue()).isEqualTo(1);
        assertThat(((Number) json.get("seeds")).intValue()).isEqualTo(3);
        Map<?, ?> only = (Map<?, ?>) ((List<?>) json.get("cases")).get(0);
        assertThat(only.get("scenario")).isEqualTo("low-capacity");
        assertThat(only.get("fairness")).isNull();
        assertThat(only.get("riseUsePercent")).isNull();
        assertThat(only.get("longestDipSeconds")).isInstanceOf(Map.class);
        Map<?, ?> queue = (Map<?, ?>) only.get("p95QueueMs");
        double lowest = ((Number) queue.get("lowest")).doubleValue();
        double median = ((Number) queue.get("median")).doubleValue();
        assertThat(lowest).isPositive().isLessThan(median);
        assertThat(((Number) queue.get("highest")).doubleValue()).isGreaterThan(median);
    }

    @Test
    void writesAPageForEachScenario(@TempDir Path folder) throws IOException {
        assertThat(evaluate("--scenario", "audio-only,low-capacity", "--estimator", "delay-kalman", "--seeds", "1",
                "--html", folder.resolve("page.html").toString())).isZero();
        assertThat(Files.readString(folder.resolve("page-low-capacity.html"))).contains("150 kb/s", "delay-kalman a",
                "delay-kalman a received");
        assertThat(folder.resolve("page-audio-only.html")).exists();
        assertThat(Files.readString(folder.resolve("page.html"))).contains("href=\"page-low-capacity.html\"",
                "href=\"page-audio-only.html\"", "<th>use %</th>", "<td>delay-kalman</td>", "150 kb/s", "'chrome'");
    }

    @Test
    void writesOnePageForOneScenario(@TempDir Path folder) throws IOException {
        assertThat(evaluate("--scenario", "audio-only", "--estimator", "delay-kalman", "--seeds", "1", "--html",
                folder.resolve("page.html").toString())).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("page.html"));
        }
        assertThat(Files.readString(folder.resolve("page.html"))).contains("delay-kalman a received");
    }

    @Test
    void anEstimatorThatThrowsIsToldInOneLine() {
        assertThat(evaluate("--scenario", "audio-only", "--estimator", "faulty", "--seeds", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("bwe: estimator faulty failed in scenario audio-only: ").hasLineCount(1);
    }

    @Test
    void refusesAnUnknownScenarioInOneLine() {
        assertThat(evaluate("--scenario", "moon")).isEqualTo(2);
        assertThat(err.toString()).contains("no scenario is called 'moon'; there are [application-limited, ")
                .hasLineCount(1);
    }

    @Test
    void seedsFollowTheFirst() {
        assertThat(highestP95("--first-seed", "1", "--seeds", "3"))
                .isEqualTo(Math.max(highestP95("--first-seed", "1", "--seeds", "2"),
                        highestP95("--first-seed", "3", "--seeds", "1")));
        assertThat(highestP95("--first-seed", "3", "--seeds", "1")).isNotEqualTo(highestP95("--seeds", "1"));
    }

    private double highestP95(String... seeds) {
        out.reset();
        assertThat(evaluate(Stream.concat(Stream.of("--scenario", "low-capacity", "--estimator", "delay-kalman",
                "--json"), Stream.of(seeds)).toArray(String[]::new))).isZero();
        Map<?, ?> json = (Map<?, ?>) JsonText.parse(out().strip());
        Map<?, ?> only = (Map<?, ?>) ((List<?>) json.get("cases")).get(0);
        return ((Number) ((Map<?, ?>) only.get("p95QueueMs")).get("highest")).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000000001", "many"})
    void refusesAFirstSeedOutOfRange(String seed) {
        assertThat(evaluate("--first-seed", seed)).isEqualTo(2);
        assertThat(err.toString()).contains("--first-seed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "many"})
    void refusesSeedsOutOfRange(String seeds) {
        assertThat(evaluate("--seeds", seeds)).isEqualTo(2);
        assertThat(err.toString()).contains("--seeds");
    }

    @Test
    void refusesAPageThatCannotBeWrittenBeforeItRuns() {
        assertThat(evaluate("--html", "/nowhere/page.html")).isEqualTo(2);
        assertThat(err.toString()).contains("cannot write").hasLineCount(1);
    }

    @Test
    void listsTheScenarios() {
        assertThat(evaluate("--list")).isZero();
        assertThat(out()).contains("rfc8867-long-tcp", "RFC 8867, 5.6", "lte-grants", "noisy-encoder", "tcp-leaves");
    }
}
