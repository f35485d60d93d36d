package io.bwe.testkit.lab;

import static io.bwe.testkit.lab.ScenarioParts.millis;
import static io.bwe.testkit.lab.ScenarioParts.seconds;
import static io.bwe.testkit.lab.ScenarioParts.steps;
import static io.bwe.testkit.lab.ScenarioParts.video;

import java.util.List;

/** Wi-Fi and mobile radio, in the manner of RFC 8869: capacity that wanders, and packets that leave in clumps. */
final class RadioScenarios {
    private static final double GRANT_SCATTER = 0.5;

    private RadioScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
                Scenario.of("wifi-quiet", "Wi-Fi with few stations: short waits, small bursts, 3 Mb/s", 120,
                        wiFi(3_000, 3, 3), video("a").build()),
                Scenario.of("wifi-crowded", "Wi-Fi with many stations: long waits, large bursts, 2 Mb/s", 120,
                        wiFi(2_000, 20, 5), video("a").build()),
                Scenario.of("wifi-20m", "Wi-Fi with room: each burst has many packets, 20 Mb/s", 60, wiFi(20_000, 3, 3),
                        video("a").rates(150_000, 300_000, 25_000_000).build()),
                Scenario.of("cellular", "mobile radio around 2 Mb/s, queue of 1 s", 120, radio(0).build(),
                        video("a").build()),
                Scenario.of("cellular-fades", "mobile radio around 2 Mb/s that fades for 1 to 3 s, queue of 1 s", 120,
                        radio(25).build(), video("a").build()),
                Scenario.of("lte-grants",
                        "uplink of LTE, a grant each 8 ms: packets leave in clumps that say little of the 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).queue(QueueSpec.dropTail(millis(500)))
                                .propagation(millis(30)).grants(millis(8), GRANT_SCATTER).build(),
                        video("a").build()),
                Scenario.of("lte-grants-cellular",
                        "uplink of LTE, a grant each 8 ms, around 2 Mb/s: clumps that change",
                        120, radio(0).propagation(millis(30)).grants(millis(8), GRANT_SCATTER).build(),
                        video("a").build()));
    }

    private static LinkSpec wiFi(int kbps, int accessMs, int airtimeMs) {
        return LinkSpec.builder().capacity(steps(kbps)).aggregation(millis(accessMs), millis(airtimeMs))
                .propagation(millis(20)).build();
    }

    private static LinkSpec.Builder radio(double fadeIntervalS) {
        return LinkSpec.builder().capacity(seed -> CellularTrace.of(2_000_000, fadeIntervalS, seconds(120), seed))
                .queue(QueueSpec.dropTailBytes(250_000)).jitter(millis(2));
    }
}
