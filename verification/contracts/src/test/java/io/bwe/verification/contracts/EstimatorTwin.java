package io.bwe.verification.contracts;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;

/** Does what a real estimator does. A subclass does one thing wrong. */
class EstimatorTwin implements Estimator {
    final Estimator real;
    final EstimatorConfig config;
    /** There was a packet since the beginning. */
    boolean started;

    EstimatorTwin(Estimator real, EstimatorConfig config) {
        this.real = real;
        this.config = config;
    }

    /** A wrong estimate, but one within the limits, since limits are another rule. */
    final long clamped(long bps) {
        return Math.clamp(bps, config.minBps(), config.maxBps().orElse(Long.MAX_VALUE));
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        started = true;
        return real.onPacket(packet, nowNs);
    }

    @Override
    public void onTime(long nowNs) {
        real.onTime(nowNs);
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        real.onRttUpdate(rttNs, nowNs);
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        real.removeStream(ssrc, nowNs);
    }

    @Override
    public void reset() {
        started = false;
        real.reset();
    }

    @Override
    public boolean hasEstimate() {
        return real.hasEstimate();
    }

    @Override
    public long estimateBps() {
        return real.estimateBps();
    }

    @Override
    public long incomingBps() {
        return real.incomingBps();
    }

    @Override
    public BandwidthUsage usage() {
        return real.usage();
    }

    @Override
    public int liveSsrcCount() {
        return real.liveSsrcCount();
    }

    @Override
    public long liveSsrc(int index) {
        return real.liveSsrc(index);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        real.describe(sink);
    }
}
