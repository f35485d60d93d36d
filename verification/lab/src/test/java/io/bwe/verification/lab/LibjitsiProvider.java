package io.bwe.verification.lab;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.spi.EstimatorProvider;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jitsi.impl.neomedia.rtp.remotebitrateestimator.RemoteBitrateEstimatorAbsSendTime;
import org.jitsi.service.neomedia.rtp.RemoteBitrateEstimator;
import org.jitsi.utils.logging.DiagnosticContext;

/** The peer: libjitsi's estimator, a translation of an older receiver of libwebrtc, on the lab's time. */
final class LibjitsiProvider implements EstimatorProvider {
    private static final long NS_PER_MS = 1_000_000;
    /** Its clock must not begin at 0, which it takes for never. */
    private static final long ORIGIN_MS = 1_000_000;

    private final Constructor<?> constructor;

    LibjitsiProvider() throws ReflectiveOperationException {
        PeerLoader loader = new PeerLoader();
        Class<?> observer = loader.loadClass(
                "org.jitsi.impl.neomedia.rtp.remotebitrateestimator.RemoteBitrateObserver");
        constructor = loader.loadClass(RemoteBitrateEstimatorAbsSendTime.class.getName()).getConstructor(observer,
                DiagnosticContext.class);
    }

    @Override
    public String name() {
        return "libjitsi";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        try {
            return new Peer((RemoteBitrateEstimator) constructor.newInstance(null, new DiagnosticContext()),
                    config.minBps());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the peer is not what it was", e);
        }
    }

    private static final class Peer implements Estimator {
        private final RemoteBitrateEstimator estimator;
        private long ssrc = -1;

        Peer(RemoteBitrateEstimator estimator, long minBps) {
            this.estimator = estimator;
            estimator.setMinBitrate(Math.toIntExact(minBps));
        }

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            ssrc = packet.ssrc();
            long arrivalMs = ORIGIN_MS + Math.round((double) packet.arrivalTimeNs() / NS_PER_MS);
            LabClock.set(arrivalMs);
            estimator.incomingPacketInfo(arrivalMs, packet.absSendTime(), packet.payloadSize(), packet.ssrc());
            return hasEstimate();
        }

        @Override
        public void onTime(long nowNs) {
            LabClock.set(ORIGIN_MS + nowNs / NS_PER_MS);
        }

        @Override
        public void onRttUpdate(long rttNs, long nowNs) {
            estimator.onRttUpdate(rttNs / NS_PER_MS, rttNs / NS_PER_MS);
        }

        @Override
        public void removeStream(long removed, long nowNs) {
            estimator.removeStream(removed);
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException("the lab resets nothing");
        }

        @Override
        public boolean hasEstimate() {
            return estimator.getLatestEstimate() > 0;
        }

        @Override
        public long estimateBps() {
            return Math.max(0, estimator.getLatestEstimate());
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
            return ssrc < 0 ? 0 : 1;
        }

        @Override
        public long liveSsrc(int index) {
            return List.of(ssrc).get(index);
        }

        @Override
        public void describe(DiagnosticSink sink) {
            // It keeps its inside to itself.
        }
    }
}
