package io.bwe.verification.load;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * Creates estimators that note how long packets took to them: from arrival until the estimator had seen the packet.
 * Reading the clock for each packet would cost as much as the estimator, so one in sixteen is noted.
 */
final class StampingProvider implements EstimatorProvider {
    private static final int NOTE_EVERY = 16;

    private final EstimatorProvider provider;
    private final AtomicBoolean notes = new AtomicBoolean();
    /** Of the packets while they are noted. */
    final Histogram delays = Latencies.ofManyThreads();

    StampingProvider(EstimatorProvider provider) {
        this.provider = provider;
    }

    void note(boolean whether) {
        notes.set(whether);
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return new Stamping(provider.create(config));
    }

    private final class Stamping implements Estimator {
        private final Estimator estimator;
        private int untilNoted = NOTE_EVERY;

        Stamping(Estimator estimator) {
            this.estimator = estimator;
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            boolean updated = estimator.onPacket(packet, nowNs);
            untilNoted--;
            if (untilNoted == 0) {
                untilNoted = NOTE_EVERY;
                if (notes.get()) {
                    Latencies.add(delays, System.nanoTime() - packet.arrivalTimeNs());
                }
            }
            return updated;
        }

        @Override
        public void onTime(long nowNs) {
            estimator.onTime(nowNs);
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
            estimator.onRttUpdate(rttNs, nowNs);
        }

        @Override
        public void removeStream(long ssrc, long nowNs) {
            estimator.removeStream(ssrc, nowNs);
        }

        @Override
        public void reset() {
            estimator.reset();
        }

        @Override
        public boolean hasEstimate() {
            return estimator.hasEstimate();
        }

        @Override
        public long estimateBps() {
            return estimator.estimateBps();
        }

        @Override
        public long incomingBps() {
            return estimator.incomingBps();
        }

        @Override
        public BandwidthUsage usage() {
            return estimator.usage();
        }

        @Override
        public int liveSsrcCount() {
            return estimator.liveSsrcCount();
        }

        @Override
        public long liveSsrc(int index) {
            return estimator.liveSsrc(index);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            estimator.describe(sink);
        }
    }
}
