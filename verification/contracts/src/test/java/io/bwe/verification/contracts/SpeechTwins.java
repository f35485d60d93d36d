package io.bwe.verification.contracts;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Estimators that say something wrong, and providers that create something wrong. */
final class SpeechTwins {
    private SpeechTwins() {
    }

    private static Twin<EstimatorProvider> twin(String fault, BiFunction<Estimator, EstimatorConfig, Estimator> broken,
            String... tests) {
        return new Twin<>(fault, new EstimatorTwinProvider(broken), Set.of(tests));
    }

    static List<Twin<EstimatorProvider>> all() {
        return List.of(
                twin("has an estimate before any packet", GuessesAtFirst::new, "saysNothingBeforeThereIsEvidence"),
                twin("says a rate while it has no estimate", GuessesLater::new, "saysZeroWhileThereIsNoEstimate"),
                twin("reports each packet as an update", AlwaysReports::new, "hasAnEstimateAfterAnUpdate"),
                twin("never reports an update", NeverReports::new, "hasAnEstimateAfterAnUpdate"),
                twin("has no usage while over-using", LosesItsTongue::new, "alwaysSaysAUsage"),
                twin("measures half of what arrives", MeasuresHalf::new, "measuresWhatArrives"),
                twin("goes below the minimum", GoesBelow::new, "keepsTheMinimum"),
                twin("goes above the maximum", GoesAbove::new, "keepsTheMaximum"),
                twin("does not reset", NeverForgets::new, "isAsNewAfterAReset"),
                numbersItsInstances(), reportsByTurns(), listensToOthers(),
                twin("is changed by describing", DisturbedByQuestions::new, "isNotChangedByDescribing"),
                twin("describes more while over-using", DescribesMore::new, "describesTheSameNamesInTheSameOrder"),
                twin("describes nothing at first", SilentAtFirst::new, "describesTheSameNamesInTheSameOrder"),
                twin("describes a ratio of nothing", DividesByZero::new, "describesFiniteNumbers"),
                twin("allocates for each packet", AllocatesForPackets::new, "allocatesNothingPerPacket"),
                twin("allocates to describe", AllocatesToDescribe::new, "allocatesNothingToDescribe"),
                new Twin<>("ignores a start", new WithConfig(config -> config.toBuilder().noStart().build()),
                        Set.of("takesAStartForEvidence")),
                new Twin<>("ignores what it does not know",
                        new WithConfig(config -> config.toBuilder().noOptions().build()),
                        Set.of("refusesAnUnknownOption")),
                new Twin<>("changes its name", new Renamed(), Set.of("hasAStableName")));
    }

    private static final class GuessesAtFirst extends EstimatorTwin {
        GuessesAtFirst(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean hasEstimate() {
            return !started || super.hasEstimate();
        }
    }

    private static final class GuessesLater extends EstimatorTwin {
        GuessesLater(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long estimateBps() {
            return started && !hasEstimate() ? 1 : super.estimateBps();
        }
    }

    private static final class AlwaysReports extends EstimatorTwin {
        AlwaysReports(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            super.onPacket(packet, nowNs);
            return true;
        }
    }

    private static final class NeverReports extends EstimatorTwin {
        NeverReports(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            super.onPacket(packet, nowNs);
            return false;
        }
    }

    private static final class LosesItsTongue extends EstimatorTwin {
        LosesItsTongue(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public BandwidthUsage usage() {
            return super.usage() == BandwidthUsage.OVERUSING ? null : super.usage();
        }
    }

    private static final class MeasuresHalf extends EstimatorTwin {
        MeasuresHalf(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long incomingBps() {
            return super.incomingBps() < 0 ? -1 : super.incomingBps() / 2;
        }
    }

    private static final class GoesBelow extends EstimatorTwin {
        GoesBelow(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long estimateBps() {
            long bps = super.estimateBps();
            boolean atMinimum = bps == config.minBps() && config.minBps() != EstimatorConfig.DEFAULT_MIN_BPS;
            return started && atMinimum && config.maxBps().isEmpty() ? bps - 1 : bps;
        }
    }

    private static final class GoesAbove extends EstimatorTwin {
        GoesAbove(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long estimateBps() {
            long bps = super.estimateBps();
            return config.maxBps().isPresent() && bps == config.maxBps().getAsLong() ? bps + 1 : bps;
        }
    }

    private static final class NeverForgets extends EstimatorTwin {
        NeverForgets(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void reset() {
            // That is the fault.
        }
    }

    private static Twin<EstimatorProvider> numbersItsInstances() {
        AtomicInteger instances = new AtomicInteger();
        return twin("describes its own number", (real, config) -> new EstimatorTwin(real, config) {
            private final int number = instances.incrementAndGet();

            @Override
            public void describe(DiagnosticSink sink) {
                super.describe(sink);
                sink.value("instance", number);
            }
        }, "saysTheSameForTheSamePackets", "isAsNewAfterAReset");
    }

    private static Twin<EstimatorProvider> reportsByTurns() {
        AtomicInteger instances = new AtomicInteger();
        return twin("reports updates late in every other instance", (real, config) -> new EstimatorTwin(real, config) {
            private final boolean late = instances.incrementAndGet() % 2 == 0;
            private boolean before;

            @Override
            public boolean onPacket(PacketView packet, long nowNs) {
                boolean last = before;
                before = super.onPacket(packet, nowNs);
                return late ? last : before;
            }

            @Override
            public void reset() {
                super.reset();
                before = false;
            }
        }, "saysTheSameForTheSamePackets", "isAsNewAfterAReset", "isNotChangedByDescribing",
                "sharesNothingWithOtherInstances", "ignoresRoundTripTimesThatAreNone",
                "ignoresTheRemovalOfAnUnknownStream");
    }

    private static Twin<EstimatorProvider> listensToOthers() {
        AtomicReference<Estimator> latest = new AtomicReference<>();
        AtomicInteger turns = new AtomicInteger();
        return twin("measures something else once others had their turns", (real, config) -> {
            turns.set(0);
            return new EstimatorTwin(real, config) {
                @Override
                public boolean onPacket(PacketView packet, long nowNs) {
                    if (latest.getAndSet(this) != this) {
                        turns.incrementAndGet();
                    }
                    return super.onPacket(packet, nowNs);
                }

                @Override
                public long incomingBps() {
                    return turns.get() > 100 ? super.incomingBps() + 1 : super.incomingBps();
                }
            };
        }, "sharesNothingWithOtherInstances");
    }

    private static final class DisturbedByQuestions extends EstimatorTwin {
        private boolean disturbed;

        DisturbedByQuestions(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            super.describe(sink);
            disturbed = true;
        }

        @Override
        public long estimateBps() {
            return disturbed && hasEstimate() ? super.estimateBps() + 1 : super.estimateBps();
        }

        @Override
        public void reset() {
            super.reset();
            disturbed = false;
        }
    }

    private static final class DescribesMore extends EstimatorTwin {
        DescribesMore(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            super.describe(sink);
            if (usage() == BandwidthUsage.OVERUSING) {
                sink.absent("more");
            }
        }
    }

    private static final class SilentAtFirst extends EstimatorTwin {
        private int packets;

        SilentAtFirst(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            packets++;
            return super.onPacket(packet, nowNs);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            if (packets > 1) {
                super.describe(sink);
            }
        }

        @Override
        public void reset() {
            super.reset();
            packets = 0;
        }
    }

    private static final class DividesByZero extends EstimatorTwin {
        DividesByZero(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            super.describe(sink);
            sink.value("ratio", incomingBps() / 0.0);
        }
    }

    private static final class AllocatesForPackets extends EstimatorTwin {
        private byte[] allocated = {};

        AllocatesForPackets(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            allocated = new byte[allocated.length % 16 + 1];
            return super.onPacket(packet, nowNs);
        }
    }

    private static final class AllocatesToDescribe extends EstimatorTwin {
        private byte[] allocated = {};

        AllocatesToDescribe(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            allocated = new byte[allocated.length % 16 + 1];
            super.describe(sink);
        }
    }

    private static final class WithConfig extends EstimatorTwinProvider {
        private final UnaryOperator<EstimatorConfig> change;

        WithConfig(UnaryOperator<EstimatorConfig> change) {
            super(EstimatorTwin::new);
            this.change = change;
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            return super.create(change.apply(config));
        }
    }

    private static final class Renamed extends EstimatorTwinProvider {
        private int asked;

        Renamed() {
            super(EstimatorTwin::new);
        }

        @Override
        public String name() {
            return super.name() + "-" + asked++;
        }
    }
}
