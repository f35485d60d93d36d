package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;

/**
 * The delay detector of libwebrtc's senders, used at the receiver: packets of all streams are grouped by abs-send-time
 * ({@link InterArrivalDelta}), a line is fitted to the delay of the groups ({@link TrendlineEstimator}), and its slope
 * is held against an adaptive threshold ({@link OveruseDetector}).
 *
 * <p>Follows the delay part of libwebrtc's DelayBasedBwe, M128. Where no stream is live, everything starts anew,
 * threshold and statement included.
 */
final class TrendlineDelayDetector implements DelayDetector {
    private static final double MS_PER_US = 0.001;

    private final SendTimeUnwrapper unwrapper = new SendTimeUnwrapper();
    private final InterArrivalDelta interArrival = new InterArrivalDelta();
    private final TrendlineEstimator filter = new TrendlineEstimator();
    private final OveruseDetector detector = new OveruseDetector();

    @Override
    public boolean admits(PacketView packet) {
        return AbsSendTime.isPresent(packet);
    }

    @Override
    public boolean onPacket(PacketView packet, int stream, long arrivalTimeUs, long nowUs, int payloadSize) {
        long sendTimeUs = unwrapper.unwrapUs(AbsSendTime.of(packet));
        if (!interArrival.computeDeltas(sendTimeUs, arrivalTimeUs, nowUs, payloadSize)) {
            return false;
        }
        long arrivalTimeMs = Units.usToMs(arrivalTimeUs);
        double sendDeltaMs = interArrival.sendDeltaUs() * MS_PER_US;
        filter.update(interArrival.arrivalDeltaUs() * MS_PER_US, sendDeltaMs, arrivalTimeMs);
        detector.detect(filter.offset(), sendDeltaMs, filter.numDeltas(), arrivalTimeMs);
        return true;
    }

    @Override
    public BandwidthUsage usage() {
        return detector.usage();
    }

    /** The time line of the sender goes on; all else is as newly created, as in the reference. */
    @Override
    public void onStreamsGone() {
        interArrival.reset();
        filter.reset();
        detector.reset();
    }

    @Override
    public void reset() {
        onStreamsGone();
        unwrapper.reset();
    }

    @Override
    public void describe(DiagnosticSink sink, boolean sampled) {
        if (sampled) {
            sink.value("send_delta_us", interArrival.sendDeltaUs());
            sink.value("arrival_delta_us", interArrival.arrivalDeltaUs());
            sink.value("size_delta", interArrival.sizeDelta());
            sink.value("accumulated_delay_ms", filter.accumulatedDelayMs());
            sink.value("smoothed_delay_ms", filter.smoothedDelayMs());
            sink.value("trend", filter.trend());
            if (OveruseDetector.isJudged(filter.numDeltas())) {
                sink.value("modified_trend", OveruseDetector.modifiedOffset(filter.offset(), filter.numDeltas()));
            } else {
                sink.absent("modified_trend");
            }
            sink.value("num_deltas", filter.numDeltas());
            sink.value("threshold", detector.threshold());
        } else {
            sink.absent("send_delta_us");
            sink.absent("arrival_delta_us");
            sink.absent("size_delta");
            sink.absent("accumulated_delay_ms");
            sink.absent("smoothed_delay_ms");
            sink.absent("trend");
            sink.absent("modified_trend");
            sink.absent("num_deltas");
            sink.absent("threshold");
        }
    }
}
