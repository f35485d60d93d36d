package io.bwe.verification.contracts;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.TestPacket;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Estimators that break at one kind of hostile input. */
final class FragileTwins {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long REGULAR_INTERVAL_NS = 10_000_000;

    private FragileTwins() {
    }

    /** What an estimator cannot stand. May keep state of its own. */
    interface Weakness {
        boolean hit(PacketView last, long lastNowNs, PacketView packet, long nowNs);
    }

    static List<Twin<EstimatorProvider>> all() {
        return List.of(
                twin("breaks when the sender's clock jumps",
                        () -> (last, lastNowNs, packet, nowNs) -> isRegular(last, packet)
                                && Math.abs(sendDelta(last, packet)) > 1 << 22,
                        "survivesJumpsOfTheSendersClock"),
                twin("breaks when packets overtake each other",
                        () -> (last, lastNowNs, packet, nowNs) -> isFollowedBy(last, packet, -2)
                                && sendDelta(last, packet) < 0,
                        "survivesReordering"),
                twin("breaks at a duplicate",
                        () -> (last, lastNowNs, packet, nowNs) -> isFollowedBy(last, packet, 0)
                                && sendDelta(last, packet) == 0,
                        "survivesDuplicates"),
                twin("divides by the size",
                        () -> (last, lastNowNs, packet, nowNs) -> isFollowedBy(last, packet, 1)
                                && packet.payloadSize() == 0,
                        "survivesAnySize"),
                twin("breaks when many packets arrive at once", BurstCounter::new, "survivesArrivalStandingStill"),
                twin("breaks after days of silence", () -> (last, lastNowNs, packet, nowNs) -> nowNs > 2 * DAY_NS
                        && nowNs - lastNowNs > DAY_NS && lastNowNs != 0, "survivesLongSilences"),
                twin("breaks when the send time ceases",
                        () -> (last, lastNowNs, packet, nowNs) -> isFollowedBy(last, packet, 1)
                                && last.absSendTime() >= 0 && packet.absSendTime() < 0,
                        "survivesPacketsWithoutSendTime"),
                twin("has room for ten thousand strange packets", StrangePacketCounter::new, "survivesAnyPacket"),
                new Twin<>("breaks at a round-trip time of centuries", new EstimatorTwinProvider(OverflowsRtt::new),
                        Set.of("survivesAnyRoundTripTime")));
    }

    private static Twin<EstimatorProvider> twin(String fault, Supplier<Weakness> weakness, String test) {
        return new Twin<>(fault,
                new EstimatorTwinProvider((real, config) -> new Fragile(real, config, weakness.get())), Set.of(test));
    }

    private static boolean isRegular(PacketView last, PacketView packet) {
        return packet.arrivalTimeNs() - last.arrivalTimeNs() == REGULAR_INTERVAL_NS;
    }

    private static boolean isFollowedBy(PacketView last, PacketView packet, int distance) {
        return last.ssrc() == packet.ssrc() && packet.sequenceNumber() - last.sequenceNumber() == distance;
    }

    private static int sendDelta(PacketView last, PacketView packet) {
        return packet.absSendTime() - last.absSendTime() << 8 >> 8;
    }

    private static final class BurstCounter implements Weakness {
        private int burst;

        @Override
        public boolean hit(PacketView last, long lastNowNs, PacketView packet, long nowNs) {
            burst = nowNs == lastNowNs && packet.arrivalTimeNs() == last.arrivalTimeNs() ? burst + 1 : 0;
            return burst > 1_000;
        }
    }

    private static final class StrangePacketCounter implements Weakness {
        private int strange;

        @Override
        public boolean hit(PacketView last, long lastNowNs, PacketView packet, long nowNs) {
            strange += packet.clockRate() != PacketView.DEFAULT_CLOCK_RATE ? 1 : 0;
            return strange > 10_000;
        }
    }

    private static final class Fragile extends EstimatorTwin {
        private final Weakness weakness;
        private final TestPacket last = new TestPacket();
        private long lastNowNs;

        Fragile(Estimator real, EstimatorConfig config, Weakness weakness) {
            super(real, config);
            this.weakness = weakness;
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            if (started && weakness.hit(last, lastNowNs, packet, nowNs)) {
                throw new ArithmeticException("as the fault wants it");
            }
            last.arrivalTimeNs(packet.arrivalTimeNs()).absSendTime(packet.absSendTime()).ssrc(packet.ssrc())
                    .sequenceNumber(packet.sequenceNumber());
            lastNowNs = nowNs;
            return super.onPacket(packet, nowNs);
        }
    }

    private static final class OverflowsRtt extends EstimatorTwin {
        OverflowsRtt(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
            super.onRttUpdate(rttNs, nowNs);
            if (rttNs > 0 && rttNs + DAY_NS < 0) {
                throw new ArithmeticException("as the fault wants it");
            }
        }
    }
}
