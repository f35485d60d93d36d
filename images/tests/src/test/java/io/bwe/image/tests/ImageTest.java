package io.bwe.image.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is promised of images: they run, they find their estimators, and plugins beside them; they are small. */
class ImageTest {
    private static final String PLUGINS = System.getProperty("io.bwe.image.plugins");
    private static final List<String> BUILT_IN = List.of("delay-kalman", "delay-trendline", "delay-rtp", "auto");
    private static final long MB = 1_000_000;

    private enum Kind {
        MINIMAL("io.bwe.image.host/io.bwe.image.host.Host"), CLI("io.bwe.cli/io.bwe.cli.Bwe", "standing-queue");

        final Image image = Image.named(name().toLowerCase(java.util.Locale.ROOT));
        final String main;
        /** The estimators that it has. */
        final List<String> builtIn;

        Kind(String main, String... others) {
            this.main = main;
            builtIn = Stream.concat(BUILT_IN.stream(), Stream.of(others)).toList();
        }

        /** Runs its program with the plugins' folder on the module path. */
        Image.Outcome runBesidePlugins(List<String> options, String... arguments) {
            List<String> all = new ArrayList<>(List.of("-p", PLUGINS));
            all.addAll(options);
            all.addAll(List.of("-m", main));
            all.addAll(List.of(arguments));
            return image.run("java", all.toArray(String[]::new));
        }
    }

    private static void assertFine(Image.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.errors()).as("warnings").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void runsTheDemo(Kind kind) {
        Image.Outcome demo = kind.image.run("bwe", "demo", "--seconds", "5");
        assertFine(demo);
        assertThat(demo.output()).contains("REMBs");
    }

    @ParameterizedTest
    @EnumSource
    void findsItsEstimatorsAndNoOther(Kind kind) {
        Image.Outcome found = kind.image.run("bwe", "estimators");
        assertFine(found);
        assertThat(found.output()).contains(kind.builtIn).doesNotContain("fixed");
    }

    @ParameterizedTest
    @EnumSource
    void findsAPluginBesideIt(Kind kind) {
        for (List<String> options : List.of(List.<String>of(), List.of("--add-modules", "org.example.fixed"))) {
            Image.Outcome found = kind.runBesidePlugins(options, "estimators");
            assertFine(found);
            assertThat(found.output()).contains(kind.builtIn).contains("fixed");
        }
    }

    @Test
    void aPluginBesideTheMinimalImageEstimates() {
        Image.Outcome demo = Kind.MINIMAL.runBesidePlugins(List.of(), "demo", "--seconds", "3", "--estimator", "fixed");
        assertFine(demo);
        assertThat(demo.output()).startsWith("fixed: ");
        // What a REMB can say of 640,000: its mantissa has 18 bits.
        assertThat(demo.output()).contains("the last 640000 b/s");
    }

    @Test
    void aPluginBesideTheCliImageTakesOverWhileItRuns() {
        Image.Outcome demo = Kind.CLI.runBesidePlugins(List.of(), "demo", "--seconds", "15", "--swap", "fixed");
        assertFine(demo);
        assertThat(demo.output()).contains("fixed");
    }

    @Test
    void theMinimalImageHoldsNothingElse() {
        assertThat(Kind.MINIMAL.image.modules()).containsExactlyInAnyOrder("io.bwe.api", "io.bwe.delay",
                "io.bwe.image.host", "io.bwe.remb", "java.base", "jdk.jfr", "org.jctools.core");
    }

    @Test
    void metricsWorkInTheCliImage() {
        Image.Outcome probe = Kind.CLI.image.run("java", "-p", System.getProperty("io.bwe.image.probe"), "-m",
                "org.example.probe/org.example.probe.Probe");
        assertFine(probe);
        assertThat(probe.output().lines().filter(line -> line.contains("'bwe.packets'")
                && line.contains("tag(result=malformed)"))).singleElement().asString().contains("value=1.0");
        assertThat(probe.output().lines().filter(line -> line.contains("'probe.percentile'"))).isNotEmpty();
    }

    @Test
    void theCliImageDrawsAndRecordsReplays(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("trace.csv");
        StringBuilder rows = new StringBuilder("arrival_time_us,abs_send_time,payload_size,ssrc\n");
        for (int i = 0; i < 1_000; i++) {
            rows.append(i * 5_000L).append(',').append((i * 5_000L << 18) / 1_000_000).append(",1000,7\n");
        }
        Files.writeString(trace, rows);
        Path page = folder.resolve("out.html");
        Path recording = folder.resolve("out.jfr");
        Image.Outcome replay = Kind.CLI.image.run("bwe", "replay", trace.toString(), "--quiet", "--explain", "--html",
                page.toString(), "--jfr", recording.toString());
        assertFine(replay);
        assertThat(replay.output()).contains("first estimate");
        assertThat(page).content().contains("uPlot", "delay-kalman");
        assertThat(recording).isNotEmptyFile();
    }

    @Test
    void theCliImageHoldsMetricsAndNoDesktop() {
        assertThat(Kind.CLI.image.modules()).contains("io.bwe.cli", "io.bwe.micrometer")
                .doesNotContain("java.desktop", "java.sql", "jdk.unsupported", "io.bwe.image.host");
    }

    @Test
    void theMinimalImageIsLittleMoreThanItsJvm(@TempDir Path folder) throws Exception {
        Path bare = folder.resolve("bare");
        Process jlink = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules", "java.base,jdk.jfr", "--strip-java-debug-attributes", "--no-header-files",
                "--no-man-pages", "--compress=zip-9", "--vm=server", "--output", bare.toString()).inheritIO().start();
        assertThat(jlink.waitFor()).isZero();
        long extra = Kind.MINIMAL.image.size() - new Image(bare).size();
        System.out.printf("minimal image: %.1f MB, %+.1f MB against java.base and jdk.jfr alone; cli image: %.1f MB%n",
                (double) Kind.MINIMAL.image.size() / MB, (double) extra / MB, (double) Kind.CLI.image.size() / MB);
        assertThat(extra).isLessThan(2 * MB);
    }
}
