package io.bwe.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** An estimator that says what the test says, and describes what the test describes. */
final class ScriptedEstimator implements Estimator {
    private final Map<String, Number> described = new LinkedHashMap<>();
    private long estimateBps = -1;
    private long incomingBps = -1;
    private BandwidthUsage usage = BandwidthUsage.NORMAL;
    private long[] live = {};

    ScriptedEstimator describes(String name, Number value) {
        described.put(name, value);
        return this;
    }

    ScriptedEstimator describesNothing() {
        described.clear();
        return this;
    }

    /** The estimate in bits per second, -1 for none. */
    ScriptedEstimator estimates(long bps) {
        estimateBps = bps;
        return this;
    }

    ScriptedEstimator receives(long bps) {
        incomingBps = bps;
        return this;
    }

    ScriptedEstimator says(BandwidthUsage says) {
        usage = says;
        return this;
    }

    ScriptedEstimator hasLive(long... ssrcs) {
        live = ssrcs;
        return this;
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
        return estimateBps >= 0;
    }

    @Override
    public long estimateBps() {
        return Math.max(0, estimateBps);
    }

    @Override
    public long incomingBps() {
        return incomingBps;
    }

    @Override
    public BandwidthUsage usage() {
        return usage;
    }

    @Override
    public int liveSsrcCount() {
        return live.length;
    }

    @Override
    public long liveSsrc(int index) {
        return live[index];
    }

    @Override
    public void describe(DiagnosticSink sink) {
        described.forEach((name, value) -> {
            if (value instanceof Double real) {
                sink.value(name, real.doubleValue());
            } else {
                sink.value(name, value.longValue());
            }
        });
    }
}
