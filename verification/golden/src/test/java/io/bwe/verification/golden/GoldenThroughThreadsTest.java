package io.bwe.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.ShadowEstimator;
import io.bwe.verification.golden.GoldenTrace.Row;
import io.bwe.verification.golden.ObservedProvider.Said;
import io.bwe.verification.golden.Schedule.Pace;
import io.bwe.verification.golden.Schedule.Roles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every trace in which streams come together, pause or are removed, through the interceptor's threads: what comes out of
 * its estimators, and of the interceptor while one takes over from the other, is what the reference says.
 *
 * <p>{@code -Dbwe.golden.seeds=N} says how many schedules each trace is run with.
 */
class GoldenThroughThreadsTest {
    private static final int SEEDS = Integer.getInteger("bwe.golden.seeds", 3);
    /** Neighbouring traces begin with different schedules. */
    private static final int SEEDS_BETWEEN_TRACES = 4;
    private static final long IDLE_TIMEOUT_NS = EstimatorConfig.defaults().idleTimeout().toNanos();
    /** More than the interceptor's warm-up, 5 s. */
    private static final long SURELY_WARM_NS = 6_000_000_000L;

    private static int runs;
    private static long rowsCompared;
    private static long comeBacks;
    private static long swaps;

    static Stream<Arguments> runs() throws IOException {
        Path folder = GoldenTrace.folder();
        List<Arguments> all = new ArrayList<>();
        int number = 0;
        for (String name : GoldenTrace.names(folder, "kalman")) {
            GoldenTrace trace = GoldenTrace.read(folder, name, "kalman");
            if (concernsStreams(trace)) {
                int first = SEEDS_BETWEEN_TRACES * number++;
                LongStream.range(first, first + SEEDS)
                        .forEach(seed -> all.add(Arguments.of(trace, new Schedule(seed))));
            }
        }
        return all.stream();
    }

    private static boolean concernsStreams(GoldenTrace trace) {
        Map<Long, Long> lastNs = new HashMap<>();
        boolean pauses = trace.rows().stream().anyMatch(row -> {
            Long before = lastNs.put(row.ssrc(), row.nowNs());
            return before != null && row.nowNs() - before > IDLE_TIMEOUT_NS;
        });
        return pauses || lastNs.size() > 1 || trace.rows().stream().anyMatch(row -> !row.ops().isEmpty());
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("runs")
    void everyRowEqualsTheReference(GoldenTrace trace, Schedule schedule) throws Exception {
        ThroughThreads threads = new ThroughThreads(trace, schedule);
        try (threads) {
            threads.run();
            assertNothingWentWrong(threads.statistics());
            assertStreamsCameAndWent(threads, schedule);
            verifyEstimators(trace, schedule, threads);
        }
        InterceptorStatistics statistics = threads.statistics();
        assertThat(statistics.streamsActive()).isZero();
        assertThat(statistics.streamsStarted()).isEqualTo(
                Stream.of(StreamEnd.values()).mapToLong(statistics::streamsEnded).sum());
        runs++;
        comeBacks += threads.comeBacks();
        swaps += statistics.estimatorSwaps();
    }

    private static void assertNothingWentWrong(InterceptorStatistics statistics) {
        assertThat(statistics.packetsLate()).as("late").isZero();
        assertThat(statistics.arrivalsClamped()).as("clamped").isZero();
        assertThat(statistics.packetsDropped() + statistics.packetsUntracked() + statistics.packetsMalformed())
                .as("not estimated").isZero();
        assertThat(statistics.workerErrors() + statistics.estimatorErrors() + statistics.shadowsDropped())
                .as("errors").isZero();
    }

    /** At the edges the tasks really ended and came back; {@link ThroughThreads} has looked when. */
    private static void assertStreamsCameAndWent(ThroughThreads threads, Schedule schedule) {
        InterceptorStatistics statistics = threads.statistics();
        if (schedule.pace == Pace.EDGES) {
            // Each come-back, and in the end all.
            assertThat(statistics.streamsEnded(StreamEnd.IDLE)).isGreaterThan(threads.comeBacks());
        }
        assertThat(statistics.streamsStarted()).isGreaterThan(threads.comeBacks());
    }

    private static void verifyEstimators(GoldenTrace trace, Schedule schedule, ThroughThreads threads)
            throws IOException {
        List<Said> trendline = trendlineSays(trace);
        List<Said> kalman = schedule.roles == Roles.SWAP
                ? ObservedProvider.inSequence("delay-kalman", trace.rows(), threads.swapRow())
                : trace.rows().stream().map(Said::byReference).toList();
        assertEqual("delay-kalman", kalman, threads.kalman().said());
        if (schedule.roles == Roles.SHADOW) {
            assertEqual("delay-trendline", trendline, threads.trendline().said());
            assertThat(threads.estimate().estimateBps()).isEqualTo(kalman.getLast().estimateBps());
            return;
        }
        // The one that was replaced heard no more from then on.
        List<Said> trendlineBefore = threads.trendline().said();
        assertEqual("delay-trendline", trendline.subList(0, trendlineBefore.size()), trendlineBefore);
        boolean drives = threads.next().state() == ShadowEstimator.State.DRIVING;
        if (isWarm(trace, threads) && kalman.getLast().estimateBps() > 0) {
            assertThat(drives).as("delay-kalman has taken over").isTrue();
        }
        assertThat(threads.statistics().estimatorSwaps()).isEqualTo(drives ? 1 : 0);
        assertThat(threads.estimatorName()).isEqualTo((drives ? threads.kalman() : threads.trendline()).name());
        assertThat(threads.estimate().estimateBps())
                .isEqualTo((drives ? kalman : trendline).getLast().estimateBps());
        HandOver handOver = new HandOver(estimates(trendlineBefore), estimates(kalman), kalman.getFirst().row());
        assertThat(threads.heardBps()).as("what a listener heard").satisfies(
                heard -> assertThat(handOver.allows(heard)).as("one after the other").isTrue());
    }

    private static boolean isWarm(GoldenTrace trace, ThroughThreads threads) {
        return trace.rows().getLast().nowNs() - trace.rows().get(threads.swapRow()).nowNs() > SURELY_WARM_NS;
    }

    private static List<Said> trendlineSays(GoldenTrace trace) throws IOException {
        Path folder = GoldenTrace.folder();
        if (GoldenTrace.names(folder, "trendline").contains(trace.name())) {
            return GoldenTrace.read(folder, trace.name(), "trendline").rows().stream().map(Said::byReference).toList();
        }
        return ObservedProvider.inSequence("delay-trendline", trace.rows(), 0);
    }

    private static void assertEqual(String estimator, List<Said> expected, List<Said> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!actual.get(i).equals(expected.get(i))) {
                assertThat(actual.get(i)).as("%s, packet %d", estimator, i).isEqualTo(expected.get(i));
            }
        }
        assertThat(actual).as(estimator).hasSameSizeAs(expected);
        rowsCompared += expected.size();
    }

    private static long[] estimates(List<Said> said) {
        return said.stream().mapToLong(Said::estimateBps).toArray();
    }

    static Stream<Arguments> lateRuns() throws IOException {
        Path folder = GoldenTrace.folder();
        List<GoldenTrace> traces = new ArrayList<>();
        for (String name : List.of("05_two_ssrcs", "31_fuzz_gaps")) {
            traces.add(GoldenTrace.read(folder, name, "kalman"));
        }
        return traces.stream().flatMap(trace -> IntStream.range(0, 2)
                .mapToObj(seed -> Arguments.of(trace, (long) seed)));
    }

    /** Nothing is lost, and nothing absurd comes of it. */
    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("lateRuns")
    void packetsBehindTheMarginAreEstimatedAllTheSame(GoldenTrace trace, long seed) throws Exception {
        Random random = new Random(seed);
        ThroughThreads threads = new ThroughThreads(trace, new Schedule(seed, Pace.TICKS),
                () -> random.nextInt(20) == 0 ? random.nextLong(10 * ThroughThreads.MARGIN_NS) : 0);
        try (threads) {
            threads.run();
        }
        assertThat(threads.statistics().packetsLate()).isPositive().isLessThanOrEqualTo(threads.offeredLate());
        assertThat(threads.statistics().packetsEstimated()).isEqualTo(trace.rows().size());
        assertThat(threads.statistics().packetsDropped()).isZero();
        assertThat(threads.statistics().workerErrors()).isZero();
        for (ObservedProvider estimator : List.of(threads.kalman(), threads.trendline())) {
            assertThat(estimator.said().stream().map(Said::row).sorted().toList())
                    .as("every packet once").isEqualTo(trace.rows().stream().map(Row::index).toList());
            assertThat(estimator.said()).allSatisfy(said -> assertThat(said.estimateBps())
                    .satisfiesAnyOf(bps -> assertThat(bps).isZero(),
                            bps -> assertThat(bps).isBetween(EstimatorConfig.defaults().minBps(), 1_000_000_000L)));
        }
    }

    @AfterAll
    static void report() {
        System.out.printf("Through the threads: %,d runs, %,d rows compared, %,d come-backs at the edge, %,d swaps%n",
                runs, rowsCompared, comeBacks, swaps);
    }
}
