package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.testkit.AllocationProbe;
import io.bwe.testkit.TestPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayBasedEstimatorTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long MEGABIT = 1_000_000;

    private final Estimator estimator = create(EstimatorConfig.defaults());
    private final TestLink link = new TestLink(estimator);

    private static Estimator create(EstimatorConfig config) {
        return new DelayKalmanProvider().create(config);
    }

    private static long[] liveSsrcs(Estimator estimator) {
        return IntStream.range(0, estimator.liveSsrcCount()).mapToLong(estimator::liveSsrc).toArray();
    }

    /** What describe gives; real numbers as doubles, absent ones as empty texts. */
    private static Map<String, Object> describe(Estimator estimator) {
        Map<String, Object> values = new LinkedHashMap<>();
        estimator.describe(new DiagnosticSink() {
            @Override
            public void value(String name, long value) {
                values.put(name, value);
            }

            @Override
            public void value(String name, double value) {
                values.put(name, value);
            }

            @Override
            public void absent(String name) {
                values.put(name, "");
            }
        });
        return values;
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(estimator.hasEstimate()).isFalse();
        assertThat(estimator.estimateBps()).isZero();
        assertThat(estimator.incomingBps()).isEqualTo(-1);
        assertThat(estimator.usage()).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(estimator.liveSsrcCount()).isZero();
    }

    @Test
    void pacedPacketsAreProbesAndGiveAnEarlyEstimate() {
        link.send(0.1, MEGABIT, 100 * MEGABIT);
        assertThat(estimator.hasEstimate()).isTrue();
        assertThat(estimator.estimateBps()).isCloseTo(MEGABIT, within(50_000L));
    }

    @Test
    void smallPacketsGiveNoEstimateForFiveSeconds() {
        link.packet.payloadSize(200);
        link.send(4.9, MEGABIT, 100 * MEGABIT);
        assertThat(estimator.hasEstimate()).isFalse();
        assertThat(link.updates()).isZero();
        link.send(0.3, MEGABIT, 100 * MEGABIT);
        assertThat(estimator.hasEstimate()).isTrue();
        assertThat(estimator.estimateBps()).isCloseTo(MEGABIT, within(50_000L));
    }

    @Test
    void onAnUnusedPathTheEstimateRisesToOneAndAHalfTimesTheRate() {
        link.send(30, MEGABIT, 100 * MEGABIT);
        assertThat(estimator.estimateBps()).isCloseTo(1_510_000, within(20_000L));
        assertThat(estimator.usage()).isEqualTo(BandwidthUsage.NORMAL);
        assertThat(estimator.incomingBps()).isCloseTo(MEGABIT, within(20_000L));
    }

    @Test
    void anOverloadBringsTheEstimateBelowTheCapacity() {
        link.send(10, MEGABIT, 2 * MEGABIT);
        link.send(3, 3 * MEGABIT, 2 * MEGABIT);
        assertThat(estimator.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        assertThat(estimator.estimateBps()).as("over-use is seen while the last second holds less than the capacity")
                .isBetween(Math.round(0.85 * MEGABIT), Math.round(0.85 * 2 * MEGABIT));
    }

    @Test
    void aDropOfTheCapacityIsFoundWithinASecondWithAnyNumberOfStreams() {
        for (int streams : new int[]{1, 2, 100}) {
            Estimator fresh = create(EstimatorConfig.defaults());
            TestLink dropping = new TestLink(fresh);
            dropping.streams(streams);
            dropping.send(20, MEGABIT, 2 * MEGABIT);
            dropping.send(1, MEGABIT, MEGABIT / 2);
            assertThat(fresh.estimateBps()).as("%d streams", streams).isLessThan(MEGABIT / 2);
            assertThat(fresh.liveSsrcCount()).isEqualTo(streams);
        }
    }

    @Test
    void sendTimesMayWrapAnyNumberOfTimes() {
        link.send(200, MEGABIT, 100 * MEGABIT);
        assertThat(estimator.estimateBps()).isCloseTo(1_510_000, within(20_000L));
    }

    @Test
    void updatesComeMoreThanTwoHundredMillisecondsApart() {
        link.send(10, MEGABIT, 100 * MEGABIT);
        long before = link.updates();
        link.send(10, MEGABIT, 100 * MEGABIT);
        assertThat(link.updates() - before).isBetween(45L, 50L);
    }

    @Test
    void aPacketWithoutSendTimeIsNoPacket() {
        link.send(1, MEGABIT, 100 * MEGABIT);
        long before = estimator.estimateBps();
        link.packet.absSendTime(PacketView.NO_SEND_TIME);
        link.packet.ssrc(77);
        assertThat(estimator.onPacket(link.packet, link.nowNs() + SECOND_NS)).isFalse();
        assertThat(liveSsrcs(estimator)).containsExactly(1);
        assertThat(estimator.estimateBps()).isEqualTo(before);
        assertThat(describe(estimator)).containsEntry("group", 0L).containsEntry("cb_bps", "")
                .containsEntry("aimd_update", 0L);
    }

    @Test
    void streamsLeaveAfterTheTimeoutEvenWithoutPackets() {
        link.streams(2);
        link.send(1, MEGABIT, 100 * MEGABIT);
        long now = link.nowNs();
        estimator.onTime(now + 2 * SECOND_NS - 20_000_000);
        assertThat(liveSsrcs(estimator)).containsExactly(1, 2);
        estimator.onTime(now + 2 * SECOND_NS + 1_000);
        assertThat(liveSsrcs(estimator)).isEmpty();
        assertThat(estimator.hasEstimate()).as("the estimate stays").isTrue();
    }

    @Test
    void theTimeoutCanBeConfigured() {
        Estimator quick = create(EstimatorConfig.builder().idleTimeout(Duration.ofMillis(300)).build());
        TestLink quickLink = new TestLink(quick);
        quickLink.send(1, MEGABIT, 100 * MEGABIT);
        quick.onTime(quickLink.nowNs() + 300_000_000);
        assertThat(quick.liveSsrcCount()).isEqualTo(1);
        quick.onTime(quickLink.nowNs() + 300_001_000);
        assertThat(quick.liveSsrcCount()).isZero();
    }

    @Test
    void theIncomingRateFadesInSilence() {
        link.send(2, MEGABIT, 100 * MEGABIT);
        long now = link.nowNs();
        estimator.onTime(now + SECOND_NS / 2);
        assertThat(estimator.incomingBps()).isCloseTo(MEGABIT / 2, within(20_000L));
        estimator.onTime(now + SECOND_NS);
        assertThat(estimator.incomingBps()).isEqualTo(-1);
    }

    @Test
    void callingOnTimeChangesNoEstimate() {
        Estimator other = create(EstimatorConfig.defaults());
        TestLink otherLink = new TestLink(other);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            double seconds = random.nextDouble(0.1);
            long capacity = random.nextBoolean() ? 2 * MEGABIT : MEGABIT * 8 / 10;
            link.send(seconds, MEGABIT, capacity);
            otherLink.send(seconds, MEGABIT, capacity);
            estimator.onTime(link.nowNs() + random.nextLong(4_000_000));
            if (i % 100 == 0) {
                link.pause(2.5);
                otherLink.pause(2.5);
                estimator.onTime(link.nowNs() + random.nextLong(2_300_000_000L));
            }
            assertThat(estimator.estimateBps()).isEqualTo(other.estimateBps());
            assertThat(estimator.usage()).isEqualTo(other.usage());
        }
        link.send(0.1, MEGABIT, 2 * MEGABIT);
        otherLink.send(0.1, MEGABIT, 2 * MEGABIT);
        assertThat(describe(estimator)).isEqualTo(describe(other));
    }

    @Test
    void aRemovedStreamLeavesAtOnce() {
        link.streams(3);
        link.send(1, MEGABIT, 100 * MEGABIT);
        estimator.removeStream(2, link.nowNs());
        estimator.removeStream(99, link.nowNs());
        assertThat(liveSsrcs(estimator)).containsExactly(1, 3);
    }

    @Test
    void whenTheOnlyStreamIsRemovedTheFilterStartsAnew() {
        link.send(1, MEGABIT, 100 * MEGABIT);
        estimator.removeStream(1, link.nowNs());
        link.send(0.001, MEGABIT, 100 * MEGABIT);
        assertThat(describe(estimator)).containsEntry("streams_reset", 1L);
        link.send(0.001, MEGABIT, 100 * MEGABIT);
        assertThat(describe(estimator)).containsEntry("streams_reset", 0L);
    }

    @Test
    void aShorterRoundTripMakesGrowthNearCapacityFaster() {
        List<Long> estimates = new ArrayList<>();
        for (long rttNs : new long[]{400_000_000, 20_000_000, 0, -1}) {
            Estimator fresh = create(EstimatorConfig.defaults());
            TestLink path = new TestLink(fresh);
            path.send(10, MEGABIT, 2 * MEGABIT);
            path.send(1, MEGABIT, MEGABIT * 9 / 10);
            fresh.onRttUpdate(rttNs, path.nowNs());
            path.pause(0.5);
            path.send(5, MEGABIT * 8 / 10, 2 * MEGABIT);
            estimates.add(fresh.estimateBps());
        }
        assertThat(estimates.get(1)).isGreaterThan(estimates.get(0));
        assertThat(estimates.get(2)).as("no measurement at all").isEqualTo(estimates.get(3))
                .isBetween(estimates.get(0) + 1, estimates.get(1) - 1);
    }

    @Test
    void aStartBitrateIsAnEstimateFromTheFirstPacketOn() {
        Estimator started = create(EstimatorConfig.builder().startBps(2 * MEGABIT).build());
        assertThat(started.hasEstimate()).isTrue();
        assertThat(started.estimateBps()).isEqualTo(2 * MEGABIT);
        TestLink startedLink = new TestLink(started);
        startedLink.send(0.001, MEGABIT, 100 * MEGABIT);
        assertThat(startedLink.updates()).isEqualTo(1);
        assertThat(started.estimateBps()).isEqualTo(2 * MEGABIT + 1_000);
    }

    @Test
    void theMaximumIsNeverExceededAndReportedOnce() {
        Estimator limited = create(EstimatorConfig.builder().maxBps(MEGABIT / 2).build());
        TestLink limitedLink = new TestLink(limited);
        limitedLink.send(1, 2 * MEGABIT, 100 * MEGABIT);
        assertThat(limited.estimateBps()).isEqualTo(MEGABIT / 2);
        assertThat(limitedLink.updates()).as("probes above the maximum are no news").isLessThan(10);
    }

    @Test
    void theMinimumIsTheFloor() {
        Estimator limited = create(EstimatorConfig.builder().minBps(300_000).build());
        TestLink limitedLink = new TestLink(limited);
        limitedLink.send(5, MEGABIT, 2 * MEGABIT);
        limitedLink.send(10, MEGABIT, 100_000);
        assertThat(limited.estimateBps()).isEqualTo(300_000);
    }

    @Test
    void resetMakesItAsNew() {
        EstimatorConfig config = EstimatorConfig.builder().startBps(700_000).maxBps(3 * MEGABIT).build();
        Estimator used = create(config);
        TestLink usedLink = new TestLink(used);
        usedLink.send(5, MEGABIT, 2 * MEGABIT);
        usedLink.send(5, 3 * MEGABIT, 2 * MEGABIT);
        used.onRttUpdate(20_000_000, usedLink.nowNs());
        used.reset();
        Estimator fresh = create(config);
        assertThat(describe(used)).isEqualTo(describe(fresh));
        assertThat(used.liveSsrcCount()).isZero();

        TestLink again = new TestLink(used);
        TestLink first = new TestLink(fresh);
        for (TestLink each : new TestLink[]{again, first}) {
            each.send(10, MEGABIT, 2 * MEGABIT);
            each.send(5, 3 * MEGABIT, 2 * MEGABIT);
            each.send(5, MEGABIT, 2 * MEGABIT);
        }
        assertThat(describe(used)).isEqualTo(describe(fresh));
    }

    @Test
    void describesTheSameNamesInTheSameOrderWhateverHappened() {
        List<String> names = List.copyOf(describe(estimator).keySet());
        assertThat(names).startsWith("group", "ts_delta_ticks26").endsWith("cb_bps", "streams_reset").hasSize(20);
        for (int i = 0; i < 50; i++) {
            link.send(0.01, MEGABIT, 2 * MEGABIT);
            assertThat(List.copyOf(describe(estimator).keySet())).isEqualTo(names);
        }
        link.send(3, 4 * MEGABIT, 2 * MEGABIT);
        assertThat(List.copyOf(describe(estimator).keySet())).isEqualTo(names);
    }

    @Test
    void theOriginOfTheClockDoesNotMatter() {
        Estimator negative = create(EstimatorConfig.defaults());
        // A multiple of 64 s before, so that the send times are the same.
        TestLink early = new TestLink(negative, 100 * SECOND_NS - 640 * SECOND_NS);
        for (TestLink each : new TestLink[]{link, early}) {
            each.send(10, MEGABIT, 2 * MEGABIT);
            each.send(5, 3 * MEGABIT, 2 * MEGABIT);
            each.send(5, MEGABIT, 2 * MEGABIT);
        }
        assertThat(describe(negative)).isEqualTo(describe(estimator));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void hostileInputGivesNoAbsurdEstimate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean limits = seed % 2 == 0;
        EstimatorConfig.Builder config = EstimatorConfig.builder();
        if (limits) {
            config.minBps(50_000).maxBps(5 * MEGABIT);
        }
        Estimator hostile = create(config.build());
        long min = limits ? 50_000 : EstimatorConfig.DEFAULT_MIN_BPS;
        long max = limits ? 5 * MEGABIT : 100_000_000_000L;
        TestPacket packet = new TestPacket();
        long arrival = random.nextLong();
        long now = random.nextLong();
        int sendTime = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean wild = random.nextInt(200) == 0;
            arrival = wild ? extreme(random) : arrival + random.nextLong(20_000_000) - 1_000_000;
            now = random.nextInt(200) == 0 ? extreme(random) : now + random.nextLong(20_000_000) - 1_000_000;
            sendTime = random.nextInt(100) == 0 ? random.nextInt() : sendTime + random.nextInt(5_000);
            packet.arrivalTimeNs(arrival);
            packet.absSendTime(sendTime);
            packet.payloadSize(switch (random.nextInt(50)) {
                case 0 -> Integer.MAX_VALUE;
                case 1 -> Integer.MIN_VALUE;
                case 2 -> 0;
                default -> random.nextInt(1_500);
            });
            packet.ssrc(random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(4));
            if (random.nextInt(100) == 0) {
                hostile.onRttUpdate(extreme(random), now);
            }
            if (random.nextInt(100) == 0) {
                hostile.onTime(extreme(random));
            }
            boolean updated = hostile.onPacket(packet, now);
            assertThat(!updated || hostile.hasEstimate()).isTrue();
            if (hostile.hasEstimate()) {
                assertThat(hostile.estimateBps()).as("packet %d", i).isBetween(min, max);
            }
            assertThat(hostile.incomingBps()).isGreaterThanOrEqualTo(-1);
            if (i % 10 == 0) {
                assertThat(describe(hostile).values())
                        .noneMatch(value -> value instanceof Double real && !Double.isFinite(real));
            }
        }
        assertThat(hostile.hasEstimate()).isTrue();
    }

    private static long extreme(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> 0;
            case 3 -> random.nextLong();
            default -> random.nextLong(-3_600, 3_600) * SECOND_NS;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 200})
    void allocatesNothingPerPacket(int streams) {
        link.streams(streams);
        long[] sum = {0};
        DiagnosticSink sink = new DiagnosticSink() {
            @Override
            public void value(String name, long value) {
                sum[0] += value;
            }

            @Override
            public void value(String name, double value) {
                sum[0] += (long) value;
            }

            @Override
            public void absent(String name) {
                sum[0]++;
            }
        };
        Runnable traffic = () -> {
            for (int i = 0; i < 200; i++) {
                link.send(0.2, MEGABIT, 2 * MEGABIT);
                link.send(0.05, 3 * MEGABIT, 2 * MEGABIT);
                estimator.describe(sink);
                estimator.onTime(link.nowNs());
                for (int s = 0; s < estimator.liveSsrcCount(); s++) {
                    sum[0] += estimator.liveSsrc(s);
                }
            }
        };
        for (int i = 0; i < 10; i++) {
            traffic.run();
        }
        assertThat(AllocationProbe.steadyBytesAllocatedBy(traffic)).isZero();
    }
}
