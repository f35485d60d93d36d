package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;

/** Estimates to order. */
final class DemoEstimates {
    private DemoEstimates() {
    }

    static EstimateView of(long estimateBps, BandwidthUsage usage) {
        return EstimateView.of(new Fixed(estimateBps, usage));
    }

    private record Fixed(long estimateBps, BandwidthUsage usage) implements Estimator {
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
        public long incomingBps() {
            return -1;
        }

        @Override
        public int liveSsrcCount() {
            return 0;
        }

        @Override
        public long liveSsrc(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public void describe(DiagnosticSink sink) {
        }
    }
}
