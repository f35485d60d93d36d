package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;

/**
 * An estimator that runs inside an interceptor and lets somebody look at it after every packet. Used as the estimator
 * is.
 */
final class WatchedEstimator implements Estimator {
    /** Looks at an estimator. */
    interface Watcher {
        /**
         * The estimator has taken a packet.
         *
         * @param packet the packet
         * @param estimator the estimator, to be read only
         * @param nowNs the time that it was given
         */
        void afterPacket(PacketView packet, Estimator estimator, long nowNs);
    }

    private final Estimator estimator;
    private final Watcher watcher;

    private WatchedEstimator(Estimator estimator, Watcher watcher) {
        this.estimator = estimator;
        this.watcher = watcher;
    }

    /** Has the estimators of a provider watched; it is called the same. */
    static EstimatorProvider watch(EstimatorProvider provider, Watcher watcher) {
        return new EstimatorProvider() {
            @Override
            public String name() {
                return provider.name();
            }

            @Override
            public boolean worksWithoutSendTime() {
                return provider.worksWithoutSendTime();
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                return new WatchedEstimator(provider.create(config), watcher);
            }
        };
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        boolean updated = estimator.onPacket(packet, nowNs);
        watcher.afterPacket(packet, estimator, nowNs);
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
