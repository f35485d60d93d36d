package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;

/**
 * The delay detector of libwebrtc's receiver: one {@link KalmanChain} over the packets of all streams, by
 * abs-send-time.
 *
 * <p>Follows the delay part of libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128.
 */
final class KalmanDelayDetector implements DelayDetector {
    private final KalmanChain chain = new KalmanChain(AbsSendTime.TIMESTAMP_TICKS_PER_SECOND);

    @Override
    public boolean admits(PacketView packet) {
        return AbsSendTime.isPresent(packet);
    }

    @Override
    public boolean onPacket(PacketView packet, int stream, long arrivalTimeUs, long nowUs, int payloadSize) {
        return chain.onPacket(AbsSendTime.timestamp(packet), arrivalTimeUs, nowUs, payloadSize);
    }

    @Override
    public BandwidthUsage usage() {
        return chain.usage();
    }

    /** The detector keeps its threshold and its hypothesis, as in the reference. */
    @Override
    public void onStreamsGone() {
        chain.forgetDelays();
    }

    @Override
    public void reset() {
        chain.reset();
    }

    @Override
    public void describe(DiagnosticSink sink, boolean sampled) {
        if (sampled) {
            sink.value("ts_delta_ticks26", chain.sendDeltaTicks());
        } else {
            sink.absent("ts_delta_ticks26");
        }
        chain.describeFilter(sink, sampled);
    }

    /** What it consists of. */
    KalmanChain chain() {
        return chain;
    }
}
