package io.bwe.testkit.lab;

import static io.bwe.testkit.lab.ScenarioParts.jittered;
import static io.bwe.testkit.lab.ScenarioParts.millis;
import static io.bwe.testkit.lab.ScenarioParts.plain;
import static io.bwe.testkit.lab.ScenarioParts.seconds;
import static io.bwe.testkit.lab.ScenarioParts.steps;
import static io.bwe.testkit.lab.ScenarioParts.video;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.List;

/** Capacity that goes up and down in steps, on near and far paths, before a queue and a token bucket. */
final class StepScenarios {
    private static final CapacitySchedule PLAN = steps(1_500, 30, 500, 60, 1_500, 90, 2_500);
    private static final CapacitySchedule DEEP_PLAN = steps(3_000, 30, 800, 60, 3_000);
    private static final CapacitySchedule DOUBLING_PLAN = steps(1_000, 30, 2_000, 60, 400, 90, 2_000);

    private StepScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
                Scenario.of("steps", "1.5, 0.5, 1.5 and 2.5 Mb/s, 30 s each", 120, plain(PLAN), video("a").build()),
                Scenario.of("steps-near", "the same on a path of 1 ms one way: feedback comes at once", 120,
                        LinkSpec.builder().capacity(PLAN).propagation(millis(1)).build(), video("a").build()),
                Scenario.of("steps-far", "the same on a path of 75 ms one way: feedback comes late", 120,
                        LinkSpec.builder().capacity(PLAN).propagation(millis(75)).build(), video("a").build()),
                Scenario.of("steps-3000-800-3000", "3, 0.8 and 3 Mb/s, 30 s each: down to a quarter and back", 90,
                        plain(DEEP_PLAN), fast()),
                Scenario.of("steps-1000-2000-400-2000", "1, 2, 0.4 and 2 Mb/s, 30 s each: down to a fifth and back",
                        120,
                        plain(DOUBLING_PLAN), fast()),
                Scenario.of("shaped-steps",
                        "1.5, 0.5, 1.5 and 2.5 Mb/s from a token bucket: the first packets of a train leave at line rate",
                        120, shaped(PLAN), video("a").build()),
                Scenario.of("shaped-steps-3000-800-3000", "3, 0.8 and 3 Mb/s from a token bucket", 90,
                        shaped(DEEP_PLAN), fast()),
                Scenario.of("shaped-steps-1000-2000-400-2000", "1, 2, 0.4 and 2 Mb/s from a token bucket", 120,
                        shaped(DOUBLING_PLAN), fast()),
                Scenario.of("jitter-drop",
                        "2 Mb/s, 500 kb/s and 2 Mb/s with jitter of up to 30 ms, which hides a queue",
                        120, jittered(steps(2_000, 40, 500, 80, 2_000)), video("a").build()),
                Scenario.of("drop-to-500k", "1.5 Mb/s, then 500 kb/s", 120, plain(steps(1_500, 40, 500)),
                        video("a").build()),
                Scenario.of("oscillating", "2 and 1 Mb/s, 2.5 s each: faster than anyone can follow", 120,
                        plain(alternating(millis(2_500))), video("a").build()),
                Scenario.of("oscillating-slow", "2 and 1 Mb/s, 10 s each", 120, plain(alternating(seconds(10))),
                        video("a").build()),
                Scenario.of("path-delay-step",
                        "60 ms more of delay from 30 to 90 s, which is no queue, 2 Mb/s on a path of 50 ms one way",
                        120,
                        LinkSpec.builder().capacity(steps(2_000)).propagationFrom(seconds(30), millis(110))
                                .propagationFrom(seconds(90), millis(50)).build(),
                        video("a").build()));
    }

    /** Video that could take more than any step. */
    private static MediaFlow fast() {
        return video("a").rates(150_000, 300_000, 5_000_000).build();
    }

    private static LinkSpec shaped(CapacitySchedule capacity) {
        return LinkSpec.builder().capacity(capacity).shaper(4_000, 1_000_000_000).build();
    }

    private static CapacitySchedule alternating(Duration period) {
        CapacitySchedule schedule = CapacitySchedule.constant(2_000_000);
        for (int i = 1; period.multipliedBy(i).compareTo(seconds(120)) < 0; i++) {
            schedule = schedule.then(period.multipliedBy(i), i % 2 == 0 ? 2_000_000 : 1_000_000);
        }
        return schedule;
    }
}
