package io.bwe.testkit;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.util.Objects;

/** Says 1 Mb/s from the first packet on, with one live stream, that of the last packet. It allocates nothing. */
final class ConstantEstimator implements Estimator {
    private static final long ESTIMATE_BPS = 1_000_000;

    private boolean started;
    private int streams;
    private long ssrc;

    /** Provides them. */
    static final class Provider implements EstimatorProvider {
        @Override
        public String name() {
            return "constant";
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            return new ConstantEstimator();
        }
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        started = true;
        streams = 1;
        ssrc = packet.ssrc();
        return true;
    }

    @Override
    public void onTime(long nowNs) {
        // No stream becomes idle.
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        // Nothing depends on it.
    }

    @Override
    public void removeStream(long removedSsrc, long nowNs) {
        streams = removedSsrc == ssrc ? 0 : streams;
    }

    @Override
    public void reset() {
        started = false;
        streams = 0;
    }

    @Override
    public boolean hasEstimate() {
        return started;
    }

    @Override
    public long estimateBps() {
        return hasEstimate() ? ESTIMATE_BPS : 0;
    }

    @Override
    public long incomingBps() {
        return -1;
    }

    @Override
    public BandwidthUsage usage() {
        return BandwidthUsage.NORMAL;
    }

    @Override
    public int liveSsrcCount() {
        return streams;
    }

    @Override
    public long liveSsrc(int index) {
        Objects.checkIndex(index, streams);
        return ssrc;
    }

    @Override
    public void describe(DiagnosticSink sink) {
        // There are no internals.
    }
}
