package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkModelTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long MS_NS = 1_000_000;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final PacketReceiver SILENT = (packet, nowNs) -> PacketReceiver.NO_FEEDBACK;

    /** Packets of 952 bytes, with overhead 1000, at a rate on the wire. */
    private static TrafficSource packets(long wireBps, Duration end) {
        return new ConstantRateSource(9, wireBps * 952 / 1_000, 952, Duration.ZERO, end);
    }

    private static LinkModel.Builder link(long capacityBps) {
        return LinkModel.builder().capacity(CapacitySchedule.constant(capacityBps));
    }

    @Test
    void anIdleLinkAddsTransmissionAndPropagation() {
        LinkModel model = link(1_000_000).propagationDelay(Duration.ofMillis(30)).build();
        FlowReport flow = model.add(packets(100_000, TEN_SECONDS), SILENT);
        model.run(TEN_SECONDS);
        assertThat(flow.packets()).isEqualTo(125);
        for (int i = 0; i < flow.packets(); i++) {
            assertThat(flow.arrivedNs(i) - flow.sentNs(i)).isEqualTo(38 * MS_NS);
            assertThat(flow.queueingDelayNs(i)).isZero();
            assertThat(flow.payloadSize(i)).isEqualTo(952);
        }
        assertThat(flow.dropped() + flow.lost()).isZero();
        assertThat(model.utilisation(0, 10 * SECOND_NS)).isCloseTo(0.1, within(0.001));
        assertThat(flow.sentBps(0, 10 * SECOND_NS)).isCloseTo(95_200, within(100L));
    }

    @Test
    void anOverloadFillsTheQueueAndDropsWhatHasNoRoom() {
        LinkModel model = link(1_000_000).queueLimit(Duration.ofMillis(200)).build();
        FlowReport flow = model.add(packets(2_000_000, TEN_SECONDS), SILENT);
        model.run(Duration.ofSeconds(11));
        assertThat(flow.dropped()).isBetween(1_200, 1_250);
        assertThat(flow.queueingDelayPercentileNs(100, 0, 10 * SECOND_NS)).isBetween(190 * MS_NS, 200 * MS_NS);
        assertThat(flow.queueingDelayPercentileNs(50, 5 * SECOND_NS, 10 * SECOND_NS)).isGreaterThan(190 * MS_NS);
        assertThat(flow.queueingDelayPercentileNs(0, 0, 10 * SECOND_NS)).isZero();
        assertThat(model.utilisation(SECOND_NS, 10 * SECOND_NS)).isCloseTo(1, within(0.002));
        assertThat(flow.arrivedBps(SECOND_NS, 10 * SECOND_NS)).isCloseTo(952_000, within(2_000L));
    }

    @Test
    void aQueueBeginsToGrowWhenTheCapacityFalls() {
        LinkModel model = LinkModel.builder()
                .capacity(CapacitySchedule.constant(1_000_000).then(Duration.ofSeconds(5), 400_000)).build();
        FlowReport flow = model.add(packets(500_000, TEN_SECONDS), SILENT);
        model.run(TEN_SECONDS);
        assertThat(flow.queueingDelayPercentileNs(100, 0, 5 * SECOND_NS)).isZero();
        // 100 kb/s too much for half a second are 125 ms of the queue at 400 kb/s.
        assertThat(flow.queueingDelayPercentileNs(100, 5 * SECOND_NS, 5 * SECOND_NS + SECOND_NS / 2))
                .isCloseTo(125 * MS_NS, within(10 * MS_NS));
    }

    @Test
    void flowsShareTheBottleneck() {
        LinkModel model = link(1_000_000).build();
        FlowReport first = model.add(packets(400_000, TEN_SECONDS), SILENT);
        FlowReport second = model.add(new ConstantRateSource(8, 500_000, 500, Duration.ofSeconds(5), TEN_SECONDS),
                SILENT);
        model.run(TEN_SECONDS);
        assertThat(first.queueingDelayPercentileNs(100, 0, 5 * SECOND_NS)).isZero();
        assertThat(first.queueingDelayPercentileNs(100, 5 * SECOND_NS, 10 * SECOND_NS)).isGreaterThan(MS_NS);
        assertThat(second.packets()).isEqualTo(625);
        assertThat(second.sentNs(0)).isEqualTo(5 * SECOND_NS);
        assertThat(model.utilisation(6 * SECOND_NS, 10 * SECOND_NS)).isCloseTo(0.4 + 0.5 * 548 / 500, within(0.01));
    }

    @Test
    void flowsThatSendAtTheSameTimeEnterTheQueueInTheOrderInWhichTheyWereAdded() {
        List<Long> order = new ArrayList<>();
        PacketReceiver receiver = (packet, nowNs) -> {
            order.add(packet.ssrc());
            return PacketReceiver.NO_FEEDBACK;
        };
        LinkModel model = link(10_000_000).build();
        // The first sends its third packet together with the second's second, and announced it later.
        model.add(new ConstantRateSource(1, 1_600_000, 1_000, Duration.ZERO, TEN_SECONDS), receiver);
        model.add(new ConstantRateSource(2, 800_000, 1_000, Duration.ZERO, TEN_SECONDS), receiver);
        model.run(Duration.ofMillis(99));
        assertThat(order).startsWith(1L, 2L, 1L, 1L, 2L, 1L, 1L, 2L);
    }

    @Test
    void feedbackThatArrivesWithAPacketsTimeComesBeforeIt() {
        List<String> order = new ArrayList<>();
        TrafficSource source = new TrafficSource() {
            private final TrafficSource packets = new ConstantRateSource(1, 800_000, 1_000, Duration.ZERO, TEN_SECONDS);

            @Override
            public long nextSendTimeNs() {
                return packets.nextSendTimeNs();
            }

            @Override
            public void send(TestPacket packet) {
                packets.send(packet);
                order.add("packet " + packet.sequenceNumber());
            }

            @Override
            public void onFeedback(long bitrateBps, long nowNs) {
                order.add("feedback " + bitrateBps);
            }
        };
        LinkModel model = link(8_000_000).overheadBytes(0).propagationDelay(Duration.ofMillis(4))
                .returnDelay(Duration.ofMillis(5)).build();
        model.add(source, (packet, nowNs) -> packet.sequenceNumber());
        model.run(Duration.ofMillis(20));
        assertThat(order).containsExactly("packet 0", "feedback 0", "packet 1", "feedback 1", "packet 2");
    }

    @Test
    void refusesWhatIsOutOfRangeWithTheRange() {
        LinkModel.Builder builder = LinkModel.builder();
        Duration tooLong = Duration.ofDays(365).plusNanos(1);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.queueLimit(Duration.ofNanos(-1)))
                .withMessage("queueLimit PT-0.000000001S is out of range; allowed is PT0S to PT8760H");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.queueLimit(tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.overheadBytes(-1))
                .withMessage("overheadBytes -1 is out of range; allowed is 0 to 65535");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.propagationDelay(tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.returnDelay(Duration.ofMillis(-5)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.jitter(Duration.ofMillis(-5)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.lossRate(1.01))
                .withMessage("lossRate 1.01 is out of range; allowed is 0.0 to 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.lossRate(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.reordering(-0.1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.reordering(0.1, tooLong));
    }

    @Test
    void losesJittersAndReordersAsOftenAsAsked() {
        List<Integer> order = new ArrayList<>();
        LinkModel model = link(10_000_000).lossRate(0.1).reordering(0.05, Duration.ofMillis(20))
                .jitter(Duration.ofMillis(3)).build();
        FlowReport flow = model.add(packets(1_000_000, Duration.ofSeconds(80)), (packet, nowNs) -> {
            assertThat(packet.arrivalTimeNs()).isEqualTo(nowNs);
            order.add(packet.sequenceNumber());
            return PacketReceiver.NO_FEEDBACK;
        });
        model.run(Duration.ofSeconds(90));
        assertThat(flow.packets()).isEqualTo(10_000);
        assertThat(flow.lost()).isBetween(900, 1_100);
        assertThat(order).hasSize(10_000 - flow.lost());
        int overtaken = 0;
        for (int i = 1; i < order.size(); i++) {
            overtaken += order.get(i) < order.get(i - 1) ? 1 : 0;
        }
        assertThat(overtaken).isBetween(350, 550);
    }

    @Test
    void jitterAloneReordersNothing() {
        List<Long> arrivals = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        LinkModel model = link(10_000_000).jitter(Duration.ofMillis(30)).build();
        model.add(packets(2_000_000, TEN_SECONDS), (packet, nowNs) -> {
            arrivals.add(nowNs);
            order.add(packet.sequenceNumber());
            return PacketReceiver.NO_FEEDBACK;
        });
        model.run(Duration.ofSeconds(11));
        assertThat(order).hasSize(2_500).isSorted();
        assertThat(arrivals).isSorted();
    }

    @Test
    void feedbackComesBackAfterTheReturnDelay() {
        List<Long> heardAtNs = new ArrayList<>();
        TrafficSource source = new TrafficSource() {
            private final TrafficSource packets = packets(8_000, TEN_SECONDS);

            @Override
            public long nextSendTimeNs() {
                return packets.nextSendTimeNs();
            }

            @Override
            public void send(TestPacket packet) {
                packets.send(packet);
            }

            @Override
            public void onFeedback(long bitrateBps, long nowNs) {
                assertThat(bitrateBps).isEqualTo(123_456);
                heardAtNs.add(nowNs);
            }
        };
        LinkModel model = link(8_000_000).propagationDelay(Duration.ofMillis(9)).returnDelay(Duration.ofMillis(40))
                .build();
        model.add(source, (packet, nowNs) -> nowNs < SECOND_NS ? 123_456 : PacketReceiver.NO_FEEDBACK);
        model.run(TEN_SECONDS);
        assertThat(heardAtNs).containsExactly(50 * MS_NS);
    }

    @Test
    void theSameSeedGivesTheSameBitForBit() {
        assertThat(arrivals(3)).isEqualTo(arrivals(3)).isNotEqualTo(arrivals(4));
    }

    private static List<Long> arrivals(long seed) {
        LinkModel model = link(1_000_000).seed(seed).lossRate(0.02).jitter(Duration.ofMillis(5))
                .reordering(0.01, Duration.ofMillis(30)).build();
        FlowReport flow = model.add(VideoSource.builder().startBps(800_000).seed(seed).build(), SILENT);
        model.add(packets(200_000, TEN_SECONDS), SILENT);
        model.run(TEN_SECONDS);
        List<Long> arrivals = new ArrayList<>();
        for (int i = 0; i < flow.packets(); i++) {
            arrivals.add(flow.arrivedNs(i));
        }
        return arrivals;
    }

    @Test
    void canBeRunInPieces() {
        LinkModel model = link(1_000_000).build();
        FlowReport flow = model.add(packets(100_000, TEN_SECONDS), SILENT);
        model.run(Duration.ofSeconds(1));
        assertThat(flow.packets()).isEqualTo(13);
        assertThat(model.nowNs()).isEqualTo(SECOND_NS);
        model.run(TEN_SECONDS);
        assertThat(flow.packets()).isEqualTo(125);
    }
}
