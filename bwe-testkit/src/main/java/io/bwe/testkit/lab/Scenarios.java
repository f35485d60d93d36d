package io.bwe.testkit.lab;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A collection of scenarios: the test cases of RFC 8867, some in the manner of RFC 8869 (Wi-Fi and mobile radio), and what
 * users complain of. Immutable; any thread may use it.
 */
public final class Scenarios {
    private static final Duration ZERO = Duration.ZERO;
    private static final Duration FOREVER = Duration.ofHours(1);

    private Scenarios() {
    }

    /**
     * All scenarios.
     *
     * @return an unmodifiable list; names are unique
     */
    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(rfc8867());
        all.addAll(wireless());
        all.addAll(pains());
        return List.copyOf(all);
    }

    private static List<Scenario> rfc8867() {
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

    private static List<Scenario> wireless() {
        return List.of(
                Scenario.of("wifi-quiet", "Wi-Fi with few stations: short waits, small bursts, 3 Mb/s", 120,
                        wiFi(3_000, 3, 3), video("a").build()),
                Scenario.of("wifi-crowded", "Wi-Fi with many stations: long waits, large bursts, 2 Mb/s", 120,
                        wiFi(2_000, 20, 5), video("a").build()),
                Scenario.of("cellular", "mobile radio around 2 Mb/s, queue of 1 s", 120, radio(2_000_000, 0),
                        video("a").build()),
                Scenario.of("cellular-fades", "mobile radio around 2 Mb/s that fades for 1 to 3 s, queue of 1 s", 120,
                        radio(2_000_000, 25), video("a").build()));
    }

    private static List<Scenario> pains() {
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
                Scenario.of("audio-only", "32 kb/s of audio over 100 kb/s", 60, plain(steps(100)),
                        MediaFlow.audio("a", 80).build()),
                Scenario.of("key-frames", "key frames of eight times the size each 3 s, unpaced, 1.5 Mb/s", 120,
                        plain(steps(1_500)), video("a").keyFrames(seconds(3), 8).pacing(0).build()),
                Scenario.of("start-to-4m", "from 300 kb/s to 4 Mb/s", 60, plain(steps(4_000)),
                        video("a").rates(150_000, 300_000, 8_000_000).build()),
                Scenario.of("low-capacity", "150 kb/s", 120, plain(steps(150)),
                        video("a").rates(30_000, 100_000, 2_500_000).frames(15, 0.15).build()),
                Scenario.of("drop-to-500k", "1.5 Mb/s, then 500 kb/s", 120, plain(steps(1_500, 40, 500)),
                        video("a").build()),
                Scenario.of("steps", "1.5, 0.5, 1.5 and 2.5 Mb/s, 30 s each", 120,
                        plain(steps(1_500, 30, 500, 60, 1_500, 90, 2_500)), video("a").build()),
                Scenario.of("random-loss", "3 % of packets lost by chance, 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).loss(0.03).build(), video("a").build()),
                Scenario.of("burst-loss", "3 % of packets lost, eight in a row, 2 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(2_000)).burstLoss(0.03, 8).build(), video("a").build()),
                Scenario.of("codel-tcp", "against one long TCP flow (CUBIC) behind CoDel, 4 Mb/s", 120,
                        LinkSpec.builder().capacity(steps(4_000)).queue(QueueSpec.coDel()).build(),
                        video("a").build(), TcpFlow.endless("tcp", TcpControl.CUBIC, seconds(20), FOREVER)),
                Scenario.of("constant-cross", "1 Mb/s that heeds nothing from 40 to 80 s, 2 Mb/s", 120,
                        plain(steps(2_000)), video("a").build(),
                        new ConstantFlow("cross", seconds(40), seconds(80), 1_000_000, 1_200)));
    }

    private static MediaFlow.Builder video(String name) {
        return MediaFlow.video(name);
    }

    private static FlowSpec distant(int startS, int extraMs) {
        return video("at-" + (10 + extraMs) + "-ms").time(seconds(startS), FOREVER).extraDelay(millis(extraMs)).build();
    }

    private static LinkSpec plain(CapacitySchedule capacity) {
        return LinkSpec.builder().capacity(capacity).build();
    }

    /** Jitter of RFC 8867: up to 30 ms. */
    private static LinkSpec jittered(CapacitySchedule capacity) {
        return LinkSpec.builder().capacity(capacity).jitter(millis(10)).build();
    }

    private static LinkSpec deep(int kbps) {
        return LinkSpec.builder().capacity(steps(kbps)).queue(QueueSpec.dropTail(seconds(2))).build();
    }

    private static LinkSpec wiFi(int kbps, int accessMs, int airtimeMs) {
        return LinkSpec.builder().capacity(steps(kbps)).aggregation(millis(accessMs), millis(airtimeMs))
                .propagation(millis(20)).build();
    }

    private static LinkSpec radio(long meanBps, double fadeIntervalS) {
        return LinkSpec.builder().capacity(seed -> CellularTrace.of(meanBps, fadeIntervalS, seconds(120), seed))
                .queue(QueueSpec.dropTailBytes(meanBps / 8)).jitter(millis(2)).build();
    }

    private static LinkSpec free() {
        return LinkSpec.builder().capacity(CapacitySchedule.constant(1_000_000_000)).build();
    }

    /** Kilobits per second at first, then pairs of a second and what holds from then on. */
    private static CapacitySchedule steps(int firstKbps, int... more) {
        CapacitySchedule schedule = CapacitySchedule.constant(firstKbps * 1_000L);
        for (int i = 0; i < more.length; i += 2) {
            schedule = schedule.then(seconds(more[i]), more[i + 1] * 1_000L);
        }
        return schedule;
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    private static Duration millis(int count) {
        return Duration.ofMillis(count);
    }
}
