package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.concurrent.atomic.AtomicLong;

/** Another estimator, whose first estimate is noted before anybody else can know of it. */
final class WitnessedEstimator implements Estimator {
    /** The time of an estimate that there is not. */
    static final long NEVER = Long.MAX_VALUE;

    private final Estimator estimator;
    private final NanoClock clock;
    private final AtomicLong firstEstimateNs;

    private WitnessedEstimator(Estimator estimator, NanoClock clock, AtomicLong firstEstimateNs) {
        this.estimator = estimator;
        this.clock = clock;
        this.firstEstimateNs = firstEstimateNs;
    }

    /**
     * Provides another provider's estimators under its name.
     *
     * @param clock tells when
     * @param firstEstimateNs takes the time of the first estimate
     */
    record Provider(EstimatorProvider other, NanoClock clock,
            AtomicLong firstEstimateNs) implements EstimatorProvider {
        @Override
        public String name() {
            return other.name();
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            return new WitnessedEstimator(other.create(config), clock, firstEstimateNs);
        }

        @Override
        public boolean worksWithoutSendTime() {
            return other.worksWithoutSendTime();
        }
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        boolean updated = estimator.onPacket(packet, nowNs);
        if (estimator.hasEstimate()) {
            firstEstimateNs.compareAndSet(NEVER, clock.nanoTime());
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
