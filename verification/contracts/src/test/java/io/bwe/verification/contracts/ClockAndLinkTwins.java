package io.bwe.verification.contracts;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Estimators that mistake clocks or the link. */
final class ClockAndLinkTwins {
    private ClockAndLinkTwins() {
    }

    private static Twin<EstimatorProvider> twin(String fault, BiFunction<Estimator, EstimatorConfig, Estimator> broken,
            String... tests) {
        return new Twin<>(fault, new EstimatorTwinProvider(broken), Set.of(tests));
    }

    static List<Twin<EstimatorProvider>> all() {
        return List.of(
                twin("is confused by the wrap of send times", LostAtSendTimeWrap::new,
                        "doesNotNoticeThatSendTimesWrap"),
                twin("is confused by the wrap of sequence numbers", LostAtSequenceWrap::new,
                        "doesNotNoticeThatRtpCountersWrap"),
                twin("is confused by times before the origin", LostBeforeOrigin::new, "doesNotCareWhereClocksBegin"),
                twin("is changed by time without packets", Ages::new, "isNotChangedByTimeWithoutPackets"),
                twin("is changed by negative round-trip times", BelievesAnyRtt::new,
                        "ignoresRoundTripTimesThatAreNone"),
                twin("gives up on an over-use that lasts", GivesUp::new, "fallsUnderSustainedOveruse"),
                twin("asks for twice the capacity", AsksForTwice::new, "comesDownToTheCapacity"),
                twin("lets the sender starve", Starves::new, "doesNotStarveTheSender", "recovers"),
                twin("never recovers", NeverRecovers::new, "recovers"));
    }

    /** Says twice the estimate once it has met what confuses it. */
    private abstract static class Confused extends EstimatorTwin {
        private boolean confused;

        Confused(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        abstract boolean confuses(PacketView packet, long nowNs);

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            confused |= confuses(packet, nowNs) && started;
            return super.onPacket(packet, nowNs);
        }

        @Override
        public void reset() {
            super.reset();
            confused = false;
        }

        @Override
        public long estimateBps() {
            return confused && hasEstimate() ? clamped(2 * super.estimateBps()) : super.estimateBps();
        }
    }

    private static final class LostAtSendTimeWrap extends Confused {
        private int latest;

        LostAtSendTimeWrap(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        boolean confuses(PacketView packet, long nowNs) {
            boolean wrapped = packet.absSendTime() < latest - (1 << 23);
            latest = packet.absSendTime();
            return wrapped;
        }
    }

    private static final class LostAtSequenceWrap extends Confused {
        private int latest;

        LostAtSequenceWrap(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        boolean confuses(PacketView packet, long nowNs) {
            boolean wrapped = packet.sequenceNumber() < latest - (1 << 15);
            latest = packet.sequenceNumber();
            return wrapped;
        }
    }

    private static final class LostBeforeOrigin extends Confused {
        LostBeforeOrigin(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        boolean confuses(PacketView packet, long nowNs) {
            return nowNs < 0;
        }
    }

    private static final class AsksForTwice extends Confused {
        AsksForTwice(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        boolean confuses(PacketView packet, long nowNs) {
            return usage() == BandwidthUsage.OVERUSING;
        }
    }

    private static final class Ages extends EstimatorTwin {
        private int calls;

        Ages(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void onTime(long nowNs) {
            super.onTime(nowNs);
            calls++;
        }

        @Override
        public long estimateBps() {
            return hasEstimate() ? clamped(super.estimateBps() - calls) : 0;
        }
    }

    private static final class BelievesAnyRtt extends EstimatorTwin {
        private long negatives;

        BelievesAnyRtt(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
            super.onRttUpdate(rttNs, nowNs);
            negatives += rttNs < 0 ? 1 : 0;
        }

        @Override
        public long estimateBps() {
            return hasEstimate() ? clamped(super.estimateBps() - negatives) : 0;
        }
    }

    private static final class GivesUp extends EstimatorTwin {
        private static final int PATIENCE = 200;
        private int overuses;

        GivesUp(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            boolean update = super.onPacket(packet, nowNs);
            overuses = usage() == BandwidthUsage.OVERUSING ? overuses + 1 : 0;
            return update;
        }

        @Override
        public long estimateBps() {
            return hasEstimate() && overuses > PATIENCE ? clamped(3_000_000) : super.estimateBps();
        }
    }

    private static final class Starves extends EstimatorTwin {
        Starves(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long estimateBps() {
            long bps = super.estimateBps();
            return started && hasEstimate() && bps < 700_000 ? clamped(bps / 3) : bps;
        }
    }

    private static final class NeverRecovers extends EstimatorTwin {
        private static final long HIGHEST_BPS = 100_000_000_000L;
        private long lowestBps;

        NeverRecovers(Estimator real, EstimatorConfig config) {
            super(real, config);
            reset();
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            boolean update = super.onPacket(packet, nowNs);
            if (usage() == BandwidthUsage.OVERUSING && hasEstimate()) {
                lowestBps = Math.min(lowestBps, super.estimateBps());
            }
            return update;
        }

        @Override
        public long estimateBps() {
            return hasEstimate() ? clamped(Math.min(super.estimateBps(), lowestBps / 10 * 13)) : 0;
        }

        @Override
        public void reset() {
            super.reset();
            lowestBps = HIGHEST_BPS;
        }
    }
}
