package io.bwe.verification.lab;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.CapacitySchedule;
import io.bwe.testkit.lab.FlowSpec;
import io.bwe.testkit.lab.Lab;
import io.bwe.testkit.lab.LabFlow;
import io.bwe.testkit.lab.LabResult;
import io.bwe.testkit.lab.LinkSpec;
import io.bwe.testkit.lab.Scenario;
import io.bwe.testkit.lab.Scenarios;
import io.bwe.testkit.lab.SenderKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Runs of a scenario with several seeds, and medians of what they show. */
final class Course {
    static final Duration FOREVER = Duration.ofHours(1);
    private static final int SEEDS = 5;
    private static final long SECOND_NS = 1_000_000_000;

    private final LabResult[] runs;

    private Course(Scenario scenario, EstimatorProvider provider, SenderKind sender) {
        runs = IntStream.rangeClosed(1, SEEDS).mapToObj(seed -> Lab.run(scenario, provider, sender, seed))
                .toArray(LabResult[]::new);
    }

    static Course of(Scenario scenario, EstimatorProvider provider, SenderKind sender) {
        return new Course(scenario, provider, sender);
    }

    static Course of(String scenario, EstimatorProvider provider, SenderKind sender) {
        return of(named(scenario), provider, sender);
    }

    static Course of(int seconds, LinkSpec link, EstimatorProvider provider, FlowSpec... flows) {
        return of(Scenario.of("course", "", seconds, link, flows), provider, SenderKind.OBEYS);
    }

    static Scenario named(String name) {
        return Scenarios.all().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }

    /** Kilobits per second at first, then pairs of a second and what holds from then on. */
    static CapacitySchedule steps(int firstKbps, int... more) {
        CapacitySchedule schedule = CapacitySchedule.constant(firstKbps * 1_000L);
        for (int i = 0; i < more.length; i += 2) {
            schedule = schedule.then(Duration.ofSeconds(more[i]), more[i + 1] * 1_000L);
        }
        return schedule;
    }

    /** The first flow's estimate in kb/s. */
    double estimateKbps(double atS) {
        return median(run -> first(run).estimateBps(Math.round(atS * SECOND_NS)) / 1e3);
    }

    /** The lowest estimate of the first flow in a span, in kb/s. */
    double lowestKbps(int fromS, int toS) {
        return median(run -> IntStream.range(fromS * 10, toS * 10)
                .mapToDouble(it -> first(run).estimateBps(it * SECOND_NS / 10) / 1e3).min().orElseThrow());
    }

    /** The longest wait of the first flow's packets in a span, in milliseconds. */
    double longestWaitMs(int fromS, int toS) {
        return median(run -> IntStream.range(fromS * 10, toS * 10)
                .mapToDouble(it -> first(run).longestWaitMs(it * SECOND_NS / 10)).max().orElseThrow());
    }

    /** For how long in a span the first flow's packets waited longer than half a second. */
    double secondsOver500Ms(int fromS, int toS) {
        return median(run -> IntStream.range(fromS * 10, toS * 10)
                .filter(it -> first(run).longestWaitMs(it * SECOND_NS / 10) > 500).count() / 10.0);
    }

    double median(ToDoubleFunction<LabResult> figure) {
        return Arrays.stream(runs).mapToDouble(figure).sorted().toArray()[SEEDS / 2];
    }

    private static LabFlow first(LabResult run) {
        return run.flows().get(0);
    }
}
