package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;

/**
 * The delay detector of libwebrtc's receiver: packets are grouped ({@link InterArrival}), a Kalman filter follows the
 * one-way delay from group to group ({@link OveruseEstimator}), and its offset is held against an adaptive threshold
 * ({@link OveruseDetector}).
 *
 * <p>Follows the delay part of libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128.
 */
final class KalmanDelayDetector implements DelayDetector {
    private final InterArrival interArrival = new InterArrival();
    private final OveruseEstimator filter = new OveruseEstimator();
    private final OveruseDetector detector = new OveruseDetector();

    @Override
    public boolean onPacket(int absSendTime, long arrivalTimeUs, long nowUs, int payloadSize) {
        long arrivalTimeMs = Units.usToMs(arrivalTimeUs);
        int timestamp = absSendTime << InterArrival.ABS_SEND_TIME_UPSHIFT;
        if (!interArrival.computeDeltas(timestamp, arrivalTimeMs, Units.usToMs(nowUs), payloadSize)) {
            return false;
        }
        double sendDeltaMs = interArrival.sendDeltaMs();
        filter.update(interArrival.arrivalDeltaMs(), sendDeltaMs, interArrival.sizeDelta(), detector.usage());
        detector.detect(filter.offset(), sendDeltaMs, filter.numDeltas(), arrivalTimeMs);
        return true;
    }

    @Override
    public BandwidthUsage usage() {
        return detector.usage();
    }

    /** The detector keeps its threshold and its hypothesis, as in the reference. */
    @Override
    public void onStreamsGone() {
        interArrival.reset();
        filter.reset();
    }

    @Override
    public void reset() {
        interArrival.reset();
        filter.reset();
        detector.reset();
    }

    @Override
    public void describe(DiagnosticSink sink, boolean sampled) {
        if (sampled) {
            sink.value("ts_delta_ticks26", interArrival.sendDeltaTicks());
            sink.value("arrival_delta_ms", interArrival.arrivalDeltaMs());
            sink.value("size_delta", interArrival.sizeDelta());
            sink.value("slope", filter.slope());
            sink.value("offset", filter.offset());
            sink.value("avg_noise", filter.avgNoise());
            sink.value("var_noise", filter.varNoise());
            sink.value("num_deltas", filter.numDeltas());
            sink.value("threshold", detector.threshold());
        } else {
            sink.absent("ts_delta_ticks26");
            sink.absent("arrival_delta_ms");
            sink.absent("size_delta");
            sink.absent("slope");
            sink.absent("offset");
            sink.absent("avg_noise");
            sink.absent("var_noise");
            sink.absent("num_deltas");
            sink.absent("threshold");
        }
    }
}
