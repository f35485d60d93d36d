package io.bwe.testkit.lab;

import static io.bwe.testkit.lab.ScenarioParts.FOREVER;
import static io.bwe.testkit.lab.ScenarioParts.behind;
import static io.bwe.testkit.lab.ScenarioParts.millis;
import static io.bwe.testkit.lab.ScenarioParts.plain;
import static io.bwe.testkit.lab.ScenarioParts.seconds;
import static io.bwe.testkit.lab.ScenarioParts.steps;
import static io.bwe.testkit.lab.ScenarioParts.video;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Others that want the link: TCP that comes, is there first or leaves, and what heeds nothing. */
final class CrossTrafficScenarios {
    private CrossTrafficScenarios() {
    }

    static List<Scenario> all() {
        return List.of(tcpJoins(TcpControl.RENO, 100), tcpJoins(TcpControl.RENO, 300),
                tcpJoins(TcpControl.CUBIC, 100), tcpJoins(TcpControl.CUBIC, 300), joiningTcp(100), joiningTcp(300),
                Scenario.of("tcp-leaves",
                        "TCP (CUBIC) from 20 to 60 s, then all of 2 Mb/s is free: how soon it is taken",
                        100, plain(steps(2_000)), video("a").build(),
                        TcpFlow.endless("tcp", TcpControl.CUBIC, seconds(20), seconds(60))),
                Scenario.of("codel-tcp", "against one long TCP flow (CUBIC) behind CoDel, 4 Mb/s", 120,
                        behind(QueueSpec.coDel(), 4_000), video("a").build(), tcpFrom20S(TcpControl.CUBIC)),
                Scenario.of("fq-codel-tcp",
                        "against one long TCP flow (CUBIC) behind FQ-CoDel, 4 Mb/s: half is there for the taking", 120,
                        behind(QueueSpec.fqCoDel(), 4_000), video("a").build(), tcpFrom20S(TcpControl.CUBIC)),
                Scenario.of("constant-cross", "1 Mb/s that heeds nothing from 40 to 80 s, 2 Mb/s", 120,
                        plain(steps(2_000)), video("a").build(),
                        new ConstantFlow("cross", seconds(40), seconds(80), 1_000_000, 1_200)));
    }

    private static Scenario tcpJoins(TcpControl control, int queueMs) {
        String name = control.name().toLowerCase(Locale.ROOT);
        return Scenario.of("tcp-" + name + "-" + queueMs + "ms",
                "a long TCP flow (" + control + ") joins at 20 s, with a queue of " + queueMs + " ms to fill, 2 Mb/s",
                120, behind(QueueSpec.dropTail(millis(queueMs)), 2_000), video("a").build(), tcpFrom20S(control));
    }

    private static Scenario joiningTcp(int queueMs) {
        return Scenario.of("joining-tcp-" + queueMs + "ms",
                "media join at 10 s where TCP (CUBIC) fills a queue of " + queueMs
                        + " ms: the empty path was never seen",
                120, behind(QueueSpec.dropTail(millis(queueMs)), 2_000),
                video("a").time(seconds(10), FOREVER).build(),
                TcpFlow.endless("tcp", TcpControl.CUBIC, Duration.ZERO, FOREVER));
    }

    private static TcpFlow tcpFrom20S(TcpControl control) {
        return TcpFlow.endless("tcp", control, seconds(20), FOREVER);
    }
}
