package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import java.util.TreeSet;

/** Says the same of every stream it has seen. */
final class FixedRateEstimator implements Estimator {
    private final long estimateBps;
    private final TreeSet<Long> ssrcs = new TreeSet<>();

    FixedRateEstimator(long estimateBps) {
        this.estimateBps = estimateBps;
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        return ssrcs.add(packet.ssrc());
    }

    @Override
    public void onTime(long nowNs) {
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        ssrcs.remove(ssrc);
    }

    @Override
    public void reset() {
        ssrcs.clear();
    }

    @Override
    public boolean hasEstimate() {
        return true;
    }

    @Override
    public long estimateBps() {
        return estimateBps;
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
        return ssrcs.size();
    }

    @Override
    public long liveSsrc(int index) {
        return ssrcs.stream().skip(index).findFirst().orElseThrow(IndexOutOfBoundsException::new);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("estimate_bps", estimateBps);
    }
}
