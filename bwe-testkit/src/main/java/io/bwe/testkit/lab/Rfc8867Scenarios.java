package io.bwe.testkit.lab;

import static io.bwe.testkit.lab.ScenarioParts.FOREVER;
import static io.bwe.testkit.lab.ScenarioParts.free;
import static io.bwe.testkit.lab.ScenarioParts.jittered;
import static io.bwe.testkit.lab.ScenarioParts.millis;
import static io.bwe.testkit.lab.ScenarioParts.seconds;
import static io.bwe.testkit.lab.ScenarioParts.steps;
import static io.bwe.testkit.lab.ScenarioParts.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test cases of RFC 8867. */
final class Rfc8867Scenarios {
    private static final Duration ZERO = Duration.ZERO;

    private Rfc8867Scenarios() {
    }

    static List<Scenario> all() {
        LinkSpec congested = LinkSpec.builder().capacity(steps(2_000, 35, 800, 70, 2_000)).build();
        Scenario bothWays = Scenario.of("", "", 100,
                LinkSpec.builder().capacity(steps(2_000, 20, 1_000, 40, 500, 60, 2_000)).build(),
                video("there").build(), video("back").sentBackward().build());
        List<FlowSpec> shortTransfers = new ArrayList<>(
                List.of(video("a").time(seconds(5), FOREVER).build(), video("b").time(seconds(5), FOREVER).build()));
        for (int i = 1; i <= 10; i++) {
            shortTransfers.add(new TcpFlow("tcp-" + i, TcpControl.CUBIC, ZERO, FOREVER, ZERO, 30_000, 50_000,
                    seconds(10)));
        }
        return List.of(
                Scenario.of("rfc8867-variable-capacity", "RFC 8867, 5.1: 1, 2.5, 0.6 and 1 Mb/s, one flow", 100,
                        jittered(steps(1_000, 40, 2_500, 60, 600, 80, 1_000)), video("a").build()),
                Scenario.of("rfc8867-multiple-flows", "RFC 8867, 5.2: 4, 2, 3.5, 1 and 2 Mb/s, two flows", 125,
                        jittered(steps(4_000, 25, 2_000, 50, 3_500, 75, 1_000, 100, 2_000)), video("a").build(),
                        video("b").build()),
                new Scenario("rfc8867-congested-feedback",
                        "RFC 8867, 5.3: a flow in either direction, each in the way of the other's feedback",
                        bothWays.duration(), bothWays.forward(), congested, bothWays.flows()),
                Scenario.of("rfc8867-competing-flows", "RFC 8867, 5.4: three flows at 0, 20 and 40 s, 3.5 Mb/s", 120,
                        jittered(steps(3_500)), video("a").build(), video("b").time(seconds(20), FOREVER).build(),
                        video("c").time(seconds(40), FOREVER).build()),
                Scenario.of("rfc8867-rtt-fairness", "RFC 8867, 5.5: five flows of 10 to 150 ms one way, 4 Mb/s", 300,
                        LinkSpec.builder().capacity(steps(4_000)).propagation(millis(10)).build(), distant(0, 0),
                        distant(10, 15), distant(20, 40), distant(30, 90), distant(40, 140)),
                Scenario.of("rfc8867-long-tcp", "RFC 8867, 5.6: against one long TCP flow (CUBIC), 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).build(), video("a").time(seconds(5), FOREVER).build(),
                        TcpFlow.endless("tcp", TcpControl.CUBIC, ZERO, FOREVER)),
                new Scenario("rfc8867-short-tcp", "RFC 8867, 5.7: two flows against ten of short TCP transfers, 2 Mb/s",
                        seconds(300), LinkSpec.builder().capacity(steps(2_000)).build(), free(), shortTransfers),
                Scenario.of("rfc8867-pause-resume", "RFC 8867, 5.8: three flows, one pauses from 40 to 60 s, 3.5 Mb/s",
                        120, jittered(steps(3_500)), video("a").build(),
                        video("b").paused(seconds(40), seconds(60)).build(), video("c").build()));
    }

    private static FlowSpec distant(int startS, int extraMs) {
        return video("at-" + (10 + extraMs) + "-ms").time(seconds(startS), FOREVER).extraDelay(millis(extraMs)).build();
    }
}
