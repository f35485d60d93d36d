package io.bwe.verification.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * In JVMs of their own, with no flag but the path: the binder works on class path and module path, where Micrometer's
 * archives are automatic modules; and without Micrometer everything else works.
 */
class FreshJvmTest {
    private static final String PACKAGE = "io.bwe.verification.metrics";
    private static final long TIMEOUT_S = 60;
    /** Where a JVM takes flags from by itself. */
    private static final Set<String> FLAG_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    /** What is needed to run, of all that is here to test. */
    private static final Pattern OF_BWE = Pattern.compile("bwe-(api|delay|remb|micrometer)|jctools-core");
    private static final Pattern OF_MICROMETER = Pattern.compile("micrometer-|prometheus-|HdrHistogram|jspecify");

    private record Outcome(int exitCode, List<String> out, List<String> err) {
        /** Without the timing of anything: what must be there on any machine. */
        void assertShowedMetrics() {
            assertThat(err).as("warnings").isEmpty();
            assertThat(exitCode).isZero();
            assertThat(out).contains(
                    "open: bwe_packets_total{estimator=\"delay-kalman\",result=\"accepted\"} " + Traffic.PACKETS + ".0",
                    "open: bwe_packets_total{estimator=\"delay-kalman\",result=\"malformed\"} 1.0",
                    "open: bwe_interceptors{estimator=\"delay-kalman\"} 1.0",
                    "open: bwe_estimate_delay_seconds_count{estimator=\"delay-kalman\"} " + Traffic.PACKETS);
            assertThat(out).noneMatch(line -> line.startsWith("closed: ") && line.contains("bwe"));
        }
    }

    private static Outcome run(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Path out = Files.createTempFile("metrics", ".out");
        Path err = Files.createTempFile("metrics", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(FLAG_VARIABLES);
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + TIMEOUT_S + " s: " + command);
            }
            return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The servers' classes, and those archives of this JVM's class path that are wanted. */
    private static String path(Predicate<String> wanted) {
        return classes() + File.pathSeparator + archives(wanted);
    }

    private static String classes() {
        String classes = entries().stream().filter(Files::isDirectory)
                .filter(entry -> Files.exists(entry.resolve("io/bwe/verification/metrics/ShowsMetrics.class")))
                .map(Path::toString).collect(Collectors.joining());
        assertThat(classes).as("classes of the servers").isNotEmpty();
        return classes;
    }

    private static String archives(Predicate<String> wanted) {
        return entries().stream().filter(entry -> wanted.test(nameOf(entry))).map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> entries() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** An archive's file name; of a module's folder of classes, as there is before it is packed, the module's name. */
    private static String nameOf(Path entry) {
        return entry.endsWith(Path.of("target", "classes"))
                ? entry.getParent().getParent().getFileName().toString()
                : entry.getFileName().toString();
    }

    private static boolean isOfBwe(String name) {
        return OF_BWE.matcher(name).lookingAt();
    }

    private static boolean isNeeded(String name) {
        return isOfBwe(name) || OF_MICROMETER.matcher(name).lookingAt();
    }

    @Test
    void showsMetricsOnTheClassPath() throws IOException, InterruptedException {
        run(List.of("-cp", path(FreshJvmTest::isNeeded), PACKAGE + ".ShowsMetrics")).assertShowedMetrics();
    }

    @Test
    void showsMetricsOnTheModulePath() throws IOException, InterruptedException {
        run(List.of("-p", path(FreshJvmTest::isNeeded), "-m", PACKAGE + "/" + PACKAGE + ".ShowsMetrics"))
                .assertShowedMetrics();
    }

    @Test
    void withoutMicrometerAllElseWorks() throws IOException, InterruptedException {
        assertRanWithoutMetrics("-cp", path(FreshJvmTest::isOfBwe));
        // The server asks for metrics if it is a module; on the class path it does not, so bwe's modules are named here.
        assertRanWithoutMetrics("-p", archives(FreshJvmTest::isOfBwe), "--add-modules", "io.bwe.remb,io.bwe.delay",
                "-cp", classes());
    }

    @Test
    void withoutTheBinderAllElseWorks() throws IOException, InterruptedException {
        assertRanWithoutMetrics("-cp", path(name -> isOfBwe(name) && !name.startsWith("bwe-micrometer")));
    }

    private static void assertRanWithoutMetrics(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(options));
        command.add(PACKAGE + ".HasNoMetrics");
        Outcome outcome = run(command);
        assertThat(outcome.err).as("warnings").isEmpty();
        assertThat(outcome.out).containsExactly("estimator: delay-kalman", "estimated: " + Traffic.PACKETS,
                "close: CloseReport[closed=true, stuck=[]]");
        assertThat(outcome.exitCode).isZero();
    }
}
