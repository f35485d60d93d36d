package io.bwe.verification.contracts;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;
import io.bwe.testkit.TestPacket;

/** The contract can be met without send times: RTP timestamps suffice. */
class QueueTargetByTimestampContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new TimestampProvider();
    }

    private static final class TimestampProvider implements EstimatorProvider {
        @Override
        public String name() {
            return "queue-target-by-timestamp";
        }

        @Override
        public boolean worksWithoutSendTime() {
            return true;
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            new OptionReader(name(), config.options()).rejectUnknown();
            return new ByTimestamp(config);
        }
    }

    /** Takes RTP timestamps for send times, of whatever stream. */
    private static final class ByTimestamp extends EstimatorTwin {
        private static final long NS_PER_SECOND = 1_000_000_000;
        private final TestPacket timed = new TestPacket();
        private int lastTimestamp;
        private long sentNs;

        ByTimestamp(EstimatorConfig config) {
            super(new QueueTargetEstimator(config), config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            int timestamp = (int) packet.rtpTimestamp();
            sentNs += started ? (timestamp - lastTimestamp) * NS_PER_SECOND / packet.clockRate() : 0;
            lastTimestamp = timestamp;
            timed.arrivalTimeNs(packet.arrivalTimeNs()).payloadSize(packet.payloadSize()).ssrc(packet.ssrc())
                    .absSendTime(TestPacket.absSendTimeOf(sentNs));
            return super.onPacket(timed, nowNs);
        }

        @Override
        public void reset() {
            super.reset();
            sentNs = 0;
        }
    }
}
