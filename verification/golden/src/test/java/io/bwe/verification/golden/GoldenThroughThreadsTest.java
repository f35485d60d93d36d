package io.bwe.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.verification.golden.GoldenTrace.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every trace with several streams, through the interceptor's threads: what comes out of the estimator that drives, and
 * of one that runs as its shadow, is what the reference says.
 */
class GoldenThroughThreadsTest {
    private static final int SEEDS = 3;

    static Stream<Arguments> runs() throws IOException {
        Path folder = GoldenTrace.folder();
        List<GoldenTrace> traces = GoldenTrace.names(folder, "kalman").stream().map(name -> {
            try {
                return GoldenTrace.read(folder, name, "kalman");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }).filter(trace -> trace.rows().stream().map(Row::ssrc).distinct().count() > 1).toList();
        assertThat(traces).isNotEmpty();
        return traces.stream().flatMap(
                trace -> IntStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(trace, (long) seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("runs")
    void everyRowEqualsTheReference(GoldenTrace trace, long seed) throws Exception {
        ThroughThreads threads = new ThroughThreads(trace, seed);
        threads.run();
        assertEqual(trace, threads.kalman());
        Path folder = GoldenTrace.folder();
        if (GoldenTrace.names(folder, "trendline").contains(trace.name())) {
            assertEqual(GoldenTrace.read(folder, trace.name(), "trendline"), threads.trendline());
        }
    }

    private static void assertEqual(GoldenTrace trace, List<ThroughThreads.Result> actual) {
        List<ThroughThreads.Result> expected = trace.rows().stream()
                .map(row -> new ThroughThreads.Result(row.index(), row.expected("cb_bps"), row.expected("cb_ssrcs"),
                        row.expected("target_bps")))
                .toList();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertThat(actual.get(i)).as("%s, row %d", trace, i).isEqualTo(expected.get(i));
        }
        assertThat(actual).hasSameSizeAs(expected);
    }
}
