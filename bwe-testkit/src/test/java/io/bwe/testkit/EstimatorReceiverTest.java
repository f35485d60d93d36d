package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import org.junit.jupiter.api.Test;

class EstimatorReceiverTest {
    private static final long MS_NS = 1_000_000;

    /** Says what the test says. */
    private static final class Saying implements Estimator {
        private long bps;
        private BandwidthUsage usage = BandwidthUsage.NORMAL;

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            return true;
        }

        @Override
        public void onTime(long nowNs) {
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
        }

        @Override
        public void reset() {
        }

        @Override
        public boolean hasEstimate() {
            return bps > 0;
        }

        @Override
        public long estimateBps() {
            return bps;
        }

        @Override
        public long incomingBps() {
            return -1;
        }

        @Override
        public BandwidthUsage usage() {
            return usage;
        }

        @Override
        public int liveSsrcCount() {
            return 0;
        }

        @Override
        public long liveSsrc(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public void describe(DiagnosticSink sink) {
        }
    }

    private final Saying estimator = new Saying();

    private long at(EstimatorReceiver receiver, long timeMs, long bps) {
        estimator.bps = bps;
        return receiver.onPacket(new TestPacket(), timeMs * MS_NS);
    }

    @Test
    void tellsTheSenderEvery200MsAndAtOnceWhenTheEstimateFalls() {
        EstimatorReceiver receiver = EstimatorReceiver.closedLoop(estimator);
        assertThat(at(receiver, 0, 0)).isEqualTo(PacketReceiver.NO_FEEDBACK);
        assertThat(at(receiver, 10, 1_000)).isEqualTo(1_000);
        assertThat(at(receiver, 20, 2_000)).isEqualTo(PacketReceiver.NO_FEEDBACK);
        assertThat(at(receiver, 30, 970)).isEqualTo(PacketReceiver.NO_FEEDBACK);
        assertThat(at(receiver, 40, 969)).isEqualTo(969);
        assertThat(at(receiver, 239, 2_000)).isEqualTo(PacketReceiver.NO_FEEDBACK);
        assertThat(at(receiver, 240, 2_000)).isEqualTo(2_000);
    }

    @Test
    void tellsNothingInAnOpenLoop() {
        assertThat(at(EstimatorReceiver.openLoop(estimator), 0, 1_000)).isEqualTo(PacketReceiver.NO_FEEDBACK);
    }

    @Test
    void keepsWhatWasSaid() {
        EstimatorReceiver receiver = EstimatorReceiver.openLoop(estimator);
        for (int i = 0; i < 3_000; i++) {
            estimator.usage = i < 1_000 ? BandwidthUsage.OVERUSING : BandwidthUsage.NORMAL;
            at(receiver, i / 2, 1_000 + i);
        }
        assertThat(receiver.meanEstimateBps(0, 2 * MS_NS)).isEqualTo(1_001);
        assertThat(receiver.lowestEstimateBps(500 * MS_NS, 600 * MS_NS)).isEqualTo(2_000);
        assertThat(receiver.highestEstimateBps(500 * MS_NS, 600 * MS_NS)).isEqualTo(2_199);
        assertThat(receiver.packetsWithUsage(BandwidthUsage.OVERUSING, 100 * MS_NS, Long.MAX_VALUE)).isEqualTo(800);
        assertThat(receiver.meanEstimateBps(2_000 * MS_NS, 3_000 * MS_NS)).isZero();
    }
}
