package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.testkit.CapacitySchedule;
import io.bwe.testkit.EstimatorReceiver;
import io.bwe.testkit.LinkModel;
import io.bwe.testkit.TestPacket;
import io.bwe.testkit.VideoSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingQueueEstimatorTest {
    private static final long MS_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    private final StandingQueueEstimator estimator = new StandingQueueEstimator(EstimatorConfig.defaults());
    private final TestPacket packet = new TestPacket();
    private long sentNs;

    private boolean feed(StandingQueueEstimator to, long delayNs, int size) {
        long arrivalNs = sentNs + delayNs;
        packet.arrivalTimeNs(arrivalNs).absSendTime(TestPacket.absSendTimeOf(sentNs)).payloadSize(size);
        return to.onPacket(packet, arrivalNs);
    }

    /** A packet each 10 ms: 800 kb/s. */
    private int packets(StandingQueueEstimator to, int count, long delayNs) {
        int updates = 0;
        for (int i = 0; i < count; i++) {
            sentNs += 10 * MS_NS;
            updates += feed(to, delayNs, 1_000) ? 1 : 0;
        }
        return updates;
    }

    private static Map<String, Object> described(StandingQueueEstimator estimator) {
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
    void firstEstimatesAfterThreeTenthsOfASecond() {
        packets(estimator, 31, 0);
        assertThat(estimator.hasEstimate()).isFalse();
        packets(estimator, 3, 0);
        assertThat(estimator.hasEstimate()).isTrue();
        assertThat(estimator.estimateBps()).isBetween(780_000L, 850_000L);
    }

    @Test
    void aTrainGivesTheFirstEstimateAtOnce() {
        for (int i = 0; i < 8; i++) {
            sentNs += MS_NS;
            feed(estimator, i * 3 * MS_NS, 1_000);
        }
        sentNs += 40 * MS_NS;
        assertThat(feed(estimator, 0, 1_000)).isTrue();
        assertThat(estimator.estimateBps()).as("0.85 of 2 Mb/s").isCloseTo(1_700_000L, within(20_000L));
    }

    @Test
    void isUpdatedEveryTwentyFiveMilliseconds() {
        packets(estimator, 100, 0);
        assertThat(packets(estimator, 300, 0)).isBetween(100, 120);
    }

    @Test
    void packetsWithoutSendTimeChangeNothing() {
        packets(estimator, 100, 0);
        Map<String, Object> before = described(estimator);
        packet.absSendTime(PacketView.NO_SEND_TIME).ssrc(99).arrivalTimeNs(sentNs + SECOND_NS);
        assertThat(estimator.onPacket(packet, sentNs + SECOND_NS)).isFalse();
        assertThat(described(estimator)).isEqualTo(before);
        assertThat(estimator.liveSsrcCount()).isEqualTo(1);
    }

    @Test
    void aStandingQueueIsOveruse() {
        packets(estimator, 200, 0);
        assertThat(estimator.usage()).isEqualTo(BandwidthUsage.NORMAL);
        for (int i = 1; i <= 40; i++) {
            packets(estimator, 1, i * MS_NS);
        }
        packets(estimator, 40, 40 * MS_NS);
        assertThat(estimator.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        assertThat((double) described(estimator).get("standing_queue_ms")).isCloseTo(40, within(0.1));
        packets(estimator, 40, 0);
        assertThat(estimator.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void aPathThatHasBecomeLongerIsNone() {
        aStandingQueueIsOveruse();
        packets(estimator, 200, 0);
        long before = estimator.estimateBps();
        for (int i = 0; i < 100; i++) {
            packets(estimator, 1, 60 * MS_NS);
            assertThat(estimator.usage()).isEqualTo(BandwidthUsage.NORMAL);
            assertThat(estimator.estimateBps()).isGreaterThanOrEqualTo(before);
        }
        assertThat((double) described(estimator).get("standing_queue_ms")).isLessThan(1);
    }

    @Test
    void aMediumThatStallsIsNone() {
        packets(estimator, 200, 0);
        for (int i = 0; i < 500; i++) {
            // Ten at a time, when the last of them is sent.
            packets(estimator, 1, (9 - i % 10) * 10 * MS_NS);
            assertThat(estimator.usage()).isEqualTo(BandwidthUsage.NORMAL);
        }
    }

    @Test
    void saysNothingOfTheIncomingRateAfterHalfASecondOfSilence() {
        packets(estimator, 200, 0);
        assertThat(estimator.incomingBps()).isCloseTo(800_000L, within(20_000L));
        estimator.onTime(sentNs + SECOND_NS / 2);
        assertThat(estimator.incomingBps()).isPositive();
        estimator.onTime(sentNs + SECOND_NS / 2 + 1);
        assertThat(estimator.incomingBps()).isEqualTo(-1);
    }

    @Test
    void theEstimateKeepsItsLimits() {
        StandingQueueEstimator limited = new StandingQueueEstimator(
                EstimatorConfig.builder().minBps(700_000).maxBps(900_000).startBps(750_000).build());
        assertThat(limited.estimateBps()).isEqualTo(750_000);
        packets(limited, 500, 0);
        assertThat(limited.estimateBps()).isEqualTo(900_000);
        for (int i = 0; i < 1_000; i++) {
            packets(limited, 1, i * MS_NS);
        }
        assertThat(limited.estimateBps()).isEqualTo(700_000);
    }

    @Test
    void describesWhatItGoesBy() {
        packets(estimator, 100, 0);
        assertThat(described(estimator).keySet()).containsExactly("valid", "target_bps", "incoming_bps",
                "standing_queue_ms", "tolerated_queue_ms", "event", "belief_bps", "train_bps");
        assertThat(described(estimator)).containsEntry("valid", 1L).containsEntry("event", 0L)
                .containsEntry("train_bps", "").containsEntry("target_bps", estimator.estimateBps());
    }

    /** In a closed loop: the link is used, also after its capacity fell and rose. */
    @Test
    void followsTheCapacity() {
        LinkModel link = LinkModel.builder().capacity(CapacitySchedule.constant(2_500_000)
                .then(Duration.ofSeconds(20), 600_000).then(Duration.ofSeconds(40), 2_500_000)).build();
        EstimatorReceiver receiver = EstimatorReceiver.closedLoop(estimator);
        link.add(VideoSource.builder().startBps(300_000).limits(50_000, 5_000_000).build(), receiver);
        link.run(Duration.ofSeconds(60));

        assertThat(receiver.meanEstimateBps(10 * SECOND_NS, 20 * SECOND_NS)).isBetween(1_900_000L, 2_500_000L);
        assertThat(receiver.meanEstimateBps(25 * SECOND_NS, 40 * SECOND_NS)).isBetween(450_000L, 600_000L);
        assertThat(receiver.meanEstimateBps(50 * SECOND_NS, 60 * SECOND_NS)).isBetween(1_900_000L, 2_500_000L);
    }
}
