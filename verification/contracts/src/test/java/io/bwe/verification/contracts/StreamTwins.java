package io.bwe.verification.contracts;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Estimators that list the wrong streams. */
final class StreamTwins {
    private StreamTwins() {
    }

    private static Twin<EstimatorProvider> twin(String fault, BiFunction<Estimator, EstimatorConfig, Estimator> broken,
            String... tests) {
        return new Twin<>(fault, new EstimatorTwinProvider(broken), Set.of(tests));
    }

    static List<Twin<EstimatorProvider>> all() {
        return List.of(twin("sorts SSRCs as if they were signed", SortsSigned::new, "listsLiveStreamsInAscendingOrder"),
                twin("lists a stream at any index", NeverOutOfBounds::new, "refusesAnIndexWithoutAStream"),
                twin("does not remove streams", NeverRemoves::new, "forgetsARemovedStreamAtOnce"),
                twin("removes another stream for one it does not know", RemovesAnother::new,
                        "ignoresTheRemovalOfAnUnknownStream"),
                twin("does not heed time", HeedsNoTime::new, "letsIdleStreamsGoAsTimePasses"),
                twin("drops streams by time at exactly the time-out", ImpatientWithTime::new,
                        "letsIdleStreamsGoAsTimePasses"),
                twin("drops streams by packets at exactly the time-out", ImpatientWithPackets::new,
                        "letsIdleStreamsGoAsOthersGoOn"),
                twin("lists a thousand streams at most", ListsAThousand::new, "copesWithManyStreams"));
    }

    private static final class SortsSigned extends EstimatorTwin {
        SortsSigned(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long liveSsrc(int index) {
            super.liveSsrc(index); // refuses an index out of range
            return IntStream.range(0, liveSsrcCount()).mapToLong(super::liveSsrc).map(ssrc -> (int) ssrc).sorted()
                    .map(ssrc -> ssrc & 0xFFFF_FFFFL).skip(index).findFirst().orElseThrow();
        }
    }

    private static final class NeverOutOfBounds extends EstimatorTwin {
        NeverOutOfBounds(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public long liveSsrc(int index) {
            return index >= 0 && index < liveSsrcCount() ? super.liveSsrc(index) : 0;
        }
    }

    private static final class NeverRemoves extends EstimatorTwin {
        NeverRemoves(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
            // That is the fault.
        }
    }

    private static final class RemovesAnother extends EstimatorTwin {
        RemovesAnother(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
            boolean known = LongStream.range(0, liveSsrcCount()).map(index -> liveSsrc((int) index))
                    .anyMatch(live -> live == ssrc);
            super.removeStream(known || liveSsrcCount() == 0 ? ssrc : liveSsrc(0), nowNs);
        }
    }

    private static final class HeedsNoTime extends EstimatorTwin {
        HeedsNoTime(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void onTime(long nowNs) {
            // That is the fault.
        }
    }

    private static final class ImpatientWithTime extends EstimatorTwin {
        ImpatientWithTime(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public void onTime(long nowNs) {
            super.onTime(nowNs + 1_000);
        }
    }

    private static final class ImpatientWithPackets extends EstimatorTwin {
        ImpatientWithPackets(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            real.onTime(nowNs + 1_000);
            return super.onPacket(packet, nowNs);
        }
    }

    private static final class ListsAThousand extends EstimatorTwin {
        ListsAThousand(Estimator real, EstimatorConfig config) {
            super(real, config);
        }

        @Override
        public int liveSsrcCount() {
            return Math.min(super.liveSsrcCount(), 1_000);
        }
    }
}
