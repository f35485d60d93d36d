package io.bwe.remb;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;

/** An estimator that says one number wherever it can. */
final class Said implements Estimator {
    /** Volatile, so that whoever asks on the wrong thread gets what holds just then. */
    private volatile long bps;

    Said(long bps) {
        this.bps = bps;
    }

    static EstimateView view(long bps) {
        return EstimateView.of(new Said(bps));
    }

    void say(long next) {
        bps = next;
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        return false;
    }

    @Override
    public void onTime(long nowNs) {
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
    }

    @Override
    public void reset() {
    }

    @Override
    public boolean hasEstimate() {
        return true;
    }

    @Override
    public long estimateBps() {
        return bps;
    }

    @Override
    public long incomingBps() {
        return bps;
    }

    @Override
    public BandwidthUsage usage() {
        return BandwidthUsage.NORMAL;
    }

    @Override
    public int liveSsrcCount() {
        return 1;
    }

    @Override
    public long liveSsrc(int index) {
        return bps;
    }

    @Override
    public void describe(DiagnosticSink sink) {
    }
}
