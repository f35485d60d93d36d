package io.bwe.testkit.lab;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;

/** Says the same bit rate always. */
record FixedEstimate(long bps) implements EstimatorProvider {
    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return new Estimator() {
            private long ssrc = -1;

            @Override
            public boolean onPacket(PacketView packet, long nowNs) {
                ssrc = packet.ssrc();
                return true;
            }

            @Override
            public void onTime(long nowNs) {
                // It does not age.
            }

            @Override
            public void onRttUpdate(long rttNs, long nowNs) {
                // Nor does it care.
            }

            @Override
            public void removeStream(long removed, long nowNs) {
                ssrc = -1;
            }

            @Override
            public void reset() {
                ssrc = -1;
            }

            @Override
            public boolean hasEstimate() {
                return ssrc >= 0;
            }

            @Override
            public long estimateBps() {
                return hasEstimate() ? bps : 0;
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
                return hasEstimate() ? 1 : 0;
            }

            @Override
            public long liveSsrc(int index) {
                return ssrc;
            }

            @Override
            public void describe(DiagnosticSink sink) {
                // There is nothing inside.
            }
        };
    }
}
