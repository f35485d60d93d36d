package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;

/**
 * Goes by abs-send-time as long as packets carry it, and by RTP timestamps when they have ceased to.
 *
 * <p>Follows the choice in libwebrtc's ReceiveSideCongestionController, M128: a packet with abs-send-time decides for
 * that at once, 30 packets in a row without it decide for RTP timestamps, and packets without it are ignored until
 * then. Two things differ. It begins with abs-send-time. And a change begins with a new filter and detector, but the
 * rate control goes on, so the estimate stays.
 */
final class AutoDelayDetector implements DelayDetector {
    /** Packets in a row without abs-send-time (libwebrtc: kTimeOffsetSwitchThreshold). */
    static final int SWITCH_THRESHOLD = 30;

    private final KalmanDelayDetector byAbsSendTime = new KalmanDelayDetector();
    private final RtpDelayDetector byRtpTimestamp = new RtpDelayDetector();
    private DelayDetector current = byAbsSendTime;
    private int packetsWithout;

    @Override
    public boolean admits(PacketView packet) {
        if (AbsSendTime.isPresent(packet)) {
            packetsWithout = 0;
            change(byAbsSendTime);
        } else if (current == byAbsSendTime && ++packetsWithout >= SWITCH_THRESHOLD) {
            change(byRtpTimestamp);
        }
        return current.admits(packet);
    }

    private void change(DelayDetector to) {
        if (current != to) {
            to.reset();
            current = to;
        }
    }

    @Override
    public boolean onPacket(PacketView packet, int stream, long arrivalTimeUs, long nowUs, int payloadSize) {
        return current.onPacket(packet, stream, arrivalTimeUs, nowUs, payloadSize);
    }

    @Override
    public BandwidthUsage usage() {
        return current.usage();
    }

    @Override
    public boolean usesAbsSendTime() {
        return current.usesAbsSendTime();
    }

    @Override
    public boolean isUrgent() {
        return current.isUrgent();
    }

    @Override
    public void onStreamGone(int stream) {
        current.onStreamGone(stream);
    }

    @Override
    public void onStreamsGone() {
        current.onStreamsGone();
    }

    @Override
    public void reset() {
        current = byAbsSendTime;
        current.reset();
        packetsWithout = 0;
    }

    @Override
    public void describe(DiagnosticSink sink, boolean sampled) {
        sink.value("by_abs_send_time", usesAbsSendTime() ? 1L : 0L);
        if (usesAbsSendTime()) {
            byAbsSendTime.chain().describe(sink, sampled);
        } else {
            byRtpTimestamp.describe(sink, sampled);
        }
    }
}
