package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.testkit.TestPacket;
import org.junit.jupiter.api.Test;

class AutoDelayDetectorTest {
    private static final long INTERVAL_NS = 10_000_000;

    private final AutoDelayDetector detector = new AutoDelayDetector();
    private final TestPacket packet = new TestPacket();
    private long timeNs = 100_000_000_000L;

    private TestPacket next(boolean withSendTime) {
        timeNs += INTERVAL_NS;
        packet.arrivalTimeNs(timeNs);
        packet.absSendTime(withSendTime
                ? (int) Math.floorDiv(timeNs / 1_000 << 18, 1_000_000) & 0xFF_FFFF
                : PacketView.NO_SEND_TIME);
        packet.rtpTimestamp(timeNs / 1_000 * 90 / 1_000 & 0xFFFF_FFFFL);
        return packet;
    }

    @Test
    void beginsWithAbsSendTime() {
        assertThat(detector.usesAbsSendTime()).isTrue();
        assertThat(detector.admits(next(false))).isFalse();
        assertThat(detector.admits(next(true))).isTrue();
    }

    @Test
    void thirtyPacketsInARowWithoutItDecideForRtpTimestamps() {
        detector.admits(next(true));
        for (int i = 0; i < 29; i++) {
            assertThat(detector.admits(next(false))).isFalse();
        }
        assertThat(detector.usesAbsSendTime()).isTrue();
        assertThat(detector.admits(next(false))).as("the thirtieth is estimated").isTrue();
        assertThat(detector.usesAbsSendTime()).isFalse();
    }

    @Test
    void aSingleOneWithItStartsTheCountAnew() {
        for (int i = 0; i < 100; i++) {
            detector.admits(next(i % 30 == 29));
            assertThat(detector.usesAbsSendTime()).isTrue();
        }
    }

    @Test
    void onePacketWithItDecidesForItAtOnce() {
        for (int i = 0; i < 50; i++) {
            detector.admits(next(false));
        }
        assertThat(detector.admits(next(true))).isTrue();
        assertThat(detector.usesAbsSendTime()).isTrue();
        assertThat(detector.admits(next(false))).as("ignored again").isFalse();
    }

    @Test
    void aChangeForgetsWhatWasSaid() {
        for (int i = 0; i < 30; i++) {
            detector.admits(next(false));
        }
        long lateNs = 0;
        for (int i = 0; i < 200; i++) {
            lateNs += 3_000_000;
            TestPacket late = next(false);
            detector.onPacket(late, 0, (timeNs + lateNs) / 1_000, timeNs / 1_000, 1_000);
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        detector.admits(next(true));
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void theEstimateOutlivesTheChange() {
        Estimator estimator = new AutoProvider().create(EstimatorConfig.defaults());
        for (int i = 0; i < 1_000; i++) {
            estimator.onPacket(next(true), timeNs);
        }
        assertThat(estimator.hasEstimate()).isTrue();
        for (int i = 0; i < 300; i++) {
            long before = estimator.estimateBps();
            estimator.onPacket(next(false), timeNs);
            assertThat(estimator.estimateBps()).isBetween(before * 9 / 10, before * 11 / 10);
        }
        assertThat(estimator.liveSsrcCount()).isOne();
        estimator.onPacket(next(true), timeNs);
        assertThat(estimator.hasEstimate()).isTrue();
    }

    @Test
    void withAbsSendTimeItIsTheKalmanEstimator() {
        Estimator auto = new AutoProvider().create(EstimatorConfig.defaults());
        Estimator kalman = new DelayKalmanProvider().create(EstimatorConfig.defaults());
        long lateNs = 0;
        for (int i = 0; i < 5_000; i++) {
            TestPacket packet = next(i % 7 != 3);
            lateNs = Math.max(0, lateNs + (i / 500 % 2 == 0 ? 2_000_000 : -2_000_000));
            packet.arrivalTimeNs(packet.arrivalTimeNs() + lateNs);
            assertThat(auto.onPacket(packet, packet.arrivalTimeNs()))
                    .isEqualTo(kalman.onPacket(packet, packet.arrivalTimeNs()));
            assertThat(auto.estimateBps()).isEqualTo(kalman.estimateBps());
            assertThat(auto.usage()).isEqualTo(kalman.usage());
        }
        assertThat(kalman.estimateBps()).isPositive();
    }
}
