package io.bwe.testkit.lab;

import static io.bwe.testkit.lab.ScenarioParts.FOREVER;
import static io.bwe.testkit.lab.ScenarioParts.behind;
import static io.bwe.testkit.lab.ScenarioParts.millis;
import static io.bwe.testkit.lab.ScenarioParts.plain;
import static io.bwe.testkit.lab.ScenarioParts.seconds;
import static io.bwe.testkit.lab.ScenarioParts.steps;
import static io.bwe.testkit.lab.ScenarioParts.video;

import java.util.List;

/** What users complain of: deep queues, applications that had little to send, slow starts, losses. */
final class PainScenarios {
    private PainScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
                Scenario.of("deep-buffer-1m", "1 Mb/s behind a queue of 2 s", 120, deep(1_000), video("a").build()),
                Scenario.of("deep-buffer-3m", "3 Mb/s behind a queue of 2 s", 120, deep(3_000),
                        video("a").rates(150_000, 300_000, 6_000_000).build()),
                Scenario.of("deep-buffer-cross",
                        "1 Mb/s behind a queue of 2 s, 0.7 Mb/s that heeds nothing from 40 to 100 s",
                        120, deep(1_000), video("a").build(),
                        new ConstantFlow("cross", seconds(40), seconds(100), 700_000, 1_200)),
                Scenario.of("application-limited", "200 kb/s for 40 s, then as much as there is, 3 Mb/s", 100,
                        plain(steps(3_000)), video("a").limitedTo(200_000, seconds(40)).build()),
                Scenario.of("application-limited-drop",
                        "600 kb/s wanted, of 3 Mb/s and from 40 to 70 s of 500 kb/s: the drop comes unknown of the 3 Mb/s",
                        100, plain(steps(3_000, 40, 500, 70, 3_000)),
                        video("a").limitedTo(600_000, FOREVER).build()),
                Scenario.of("audio-only", "32 kb/s of audio over 100 kb/s", 60, plain(steps(100)),
                        MediaFlow.audio("a", 80).build()),
                Scenario.of("start-to-4m", "from 300 kb/s to 4 Mb/s", 60, plain(steps(4_000)),
                        video("a").rates(150_000, 300_000, 8_000_000).build()),
                Scenario.of("start-to-20m", "from 300 kb/s to 20 Mb/s", 60, plain(steps(20_000)),
                        video("a").rates(150_000, 300_000, 25_000_000).build()),
                Scenario.of("shaped-start-to-4m", "from 300 kb/s to 4 Mb/s from a token bucket of 4 kB", 60,
                        LinkSpec.builder().capacity(steps(4_000)).shaper(4_000, 1_000_000_000).build(),
                        video("a").rates(150_000, 300_000, 8_000_000).build()),
                Scenario.of("policed", "2 Mb/s from a policer: there is no queue to see, only losses", 120,
                        LinkSpec.builder().capacity(steps(2_000)).policer(25_000).build(), video("a").build()),
                Scenario.of("low-capacity", "150 kb/s", 120, plain(steps(150)),
                        video("a").rates(30_000, 100_000, 2_500_000).frames(15, 0.15).build()),
                Scenario.of("random-loss", "3 % of packets lost by chance, 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).loss(0.03).build(), video("a").build()),
                Scenario.of("burst-loss", "3 % of packets lost, eight in a row, 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).burstLoss(0.03, 8).build(), video("a").build()),
                Scenario.of("reordering", "3 % of packets 20 ms late, so that others overtake them, 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).reordering(0.03, millis(20)).build(),
                        video("a").build()));
    }

    private static LinkSpec deep(int kbps) {
        return behind(QueueSpec.dropTail(seconds(2)), kbps);
    }
}
