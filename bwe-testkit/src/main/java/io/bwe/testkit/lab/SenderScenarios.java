package io.bwe.testkit.lab;

import static io.bwe.testkit.lab.ScenarioParts.FOREVER;
import static io.bwe.testkit.lab.ScenarioParts.millis;
import static io.bwe.testkit.lab.ScenarioParts.plain;
import static io.bwe.testkit.lab.ScenarioParts.seconds;
import static io.bwe.testkit.lab.ScenarioParts.steps;
import static io.bwe.testkit.lab.ScenarioParts.video;

import io.bwe.testkit.CapacitySchedule;
import java.util.List;

/** Senders of all sorts, alone and with their like: pacers, encoders, clocks. */
final class SenderScenarios {
    private static final CapacitySchedule PLAN = steps(1_500, 40, 750, 80, 2_000);

    private SenderScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
                Scenario.of("evenly-paced", "packets spread evenly: no trains to measure by, 1.5, 0.75 and 2 Mb/s", 120,
                        plain(PLAN), video("a").pacingEvenly().build()),
                Scenario.of("burst-paced", "packets in bursts of 40 ms, as libwebrtc paces, 1.5, 0.75 and 2 Mb/s", 120,
                        plain(PLAN), video("a").pacingInBursts(2.5, millis(40)).build()),
                Scenario.of("key-frames", "key frames of eight times the size each 3 s, unpaced, 1.5 Mb/s", 120,
                        plain(steps(1_500)), video("a").keyFrames(seconds(3), 8).pacing(0).build()),
                Scenario.of("noisy-encoder",
                        "an encoder that makes 35 to 105 % of its target, sizes that scatter by 40 %: what arrives says "
                                + "little of what may come, 1.5, 0.75 and 2 Mb/s",
                        120, plain(PLAN), noisy("a", 0)),
                Scenario.of("noisy-encoder-three-flows", "three such encoders at 0, 20 and 40 s, 3 Mb/s", 120,
                        plain(steps(3_000)), noisy("a", 0), noisy("b", 20), noisy("c", 40)),
                Scenario.of("two-flows", "two flows at 0 and 20 s, 3 Mb/s: who comes first leaves the other its half",
                        120, plain(steps(3_000)), starting("a", 0), starting("b", 20)),
                Scenario.of("three-flows", "three flows at 0, 20 and 40 s, 3 Mb/s", 120, plain(steps(3_000)),
                        starting("a", 0), starting("b", 20), starting("c", 40)),
                Scenario.of("clock-fast", "a sender's clock that is 200 millionths fast: delay seems to fall, 2 Mb/s",
                        120,
                        plain(steps(2_000)), video("a").clockDrift(200).build()),
                Scenario.of("clock-slow", "a sender's clock that is 200 millionths slow: delay seems to grow, 2 Mb/s",
                        120,
                        plain(steps(2_000)), video("a").clockDrift(-200).build()));
    }

    private static MediaFlow starting(String name, int startS) {
        return video(name).time(seconds(startS), FOREVER).build();
    }

    private static MediaFlow noisy(String name, int startS) {
        return video(name).time(seconds(startS), FOREVER).frames(30, 0.4).straying(0.35, 1.05).build();
    }
}
