package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.PacketView;

/**
 * What delay-based estimators have in common: receive rate, live streams, initial probing, rate control and the
 * decision when to update, around a {@link DelayDetector}.
 *
 * <p>Follows libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128; with a detector that goes by abs-send-time exactly,
 * as long as no maximum is configured (with one, no value exceeds it). So it has that estimator's known weaknesses,
 * whatever the detector:
 * <ul>
 * <li>When all streams have paused, the estimate stays.
 * <li>After a pause the receive rate is measured over a very short time and is far too high for some milliseconds.
 * <li>Without estimate and without probes the first estimate takes 5 s.
 * <li>The send time of a probe is not unwrapped: a cluster that spans the wrap at 64 s is torn apart.
 * <li>Without packets nothing happens: the estimate does not age.
 * </ul>
 * Bad input is brought into range: sizes to 0 to 65,535 bytes, send times to 24 bits.
 */
final class DelayBasedEstimator implements Estimator {
    /** In place of an absent maximum: the highest that any limit may have, 100 Gb/s. It keeps arithmetic in range. */
    private static final long NO_MAX_BPS = 100_000_000_000L;
    /** No IP packet is larger. */
    private static final int MAX_PACKET_SIZE = 65_535;
    private static final long NONE = -1;

    private final EstimatorConfig config;
    private final DelayDetector detector;
    private final RateStatistics incoming = new RateStatistics();
    private final LiveStreams streams;
    private final AimdRateControl rateControl;
    private final InitialProbing probing;

    private boolean incomingWasMeasurable;
    private boolean updatedBefore;
    private long lastUpdateMs;

    private long arrivalTimeUs;
    private long packetUs;
    /** How long after the last packet the last {@link #onTime(long)} came. */
    private long silenceUs;

    /** What the last packet did, for {@link #describe(DiagnosticSink)}. */
    private boolean sampled;
    private boolean rateControlUpdated;
    private long probeBps;
    private long updateBps;
    private boolean streamsReset;

    DelayBasedEstimator(EstimatorConfig config, DelayDetector detector) {
        this.config = config;
        this.detector = detector;
        streams = new LiveStreams(Units.nsToUs(config.idleTimeout().toNanos()), detector::onStreamGone);
        rateControl = new AimdRateControl(config.minBps(), config.maxBps().orElse(NO_MAX_BPS));
        probing = new InitialProbing(rateControl);
        reset();
    }

    @Override
    public boolean onPacket(PacketView packet, long nowNs) {
        sampled = false;
        rateControlUpdated = false;
        probeBps = NONE;
        updateBps = NONE;
        streamsReset = false;
        arrivalTimeUs = Units.nsToUs(packet.arrivalTimeNs());
        packetUs = Units.nsToUs(nowNs);
        silenceUs = 0;
        if (!detector.admits(packet)) {
            return false;
        }
        int size = Math.clamp(packet.payloadSize(), 0, MAX_PACKET_SIZE);
        long arrivalTimeMs = Units.usToMs(arrivalTimeUs);
        updateIncoming(size, arrivalTimeMs);
        int stream = updateStreams((int) packet.ssrc());
        boolean probed = probe(packet, size);
        sampled = detector.onPacket(packet, stream, arrivalTimeUs, packetUs, size);
        long nowMs = Units.usToMs(packetUs);
        if (!probed && !isUpdateDue(arrivalTimeMs, nowMs)) {
            return false;
        }
        rateControlUpdated = true;
        rateControl.update(detector.usage(), incoming.rateBps(arrivalTimeMs), packetUs);
        if (!rateControl.isValid()) {
            return false;
        }
        updatedBefore = true;
        lastUpdateMs = nowMs;
        updateBps = rateControl.valueBps();
        return true;
    }

    /** A rate that ceases to be measurable starts anew, lest old packets stretch the window of the new ones. */
    private void updateIncoming(int size, long arrivalTimeMs) {
        if (incoming.isMeasurable(arrivalTimeMs)) {
            incomingWasMeasurable = true;
        } else if (incomingWasMeasurable) {
            incoming.reset();
            incomingWasMeasurable = false;
        }
        incoming.update(size, arrivalTimeMs);
    }

    private int updateStreams(int ssrc) {
        streams.expire(packetUs);
        if (streams.size() == 0) {
            detector.onStreamsGone();
            streamsReset = true;
        }
        return streams.touch(ssrc, packetUs);
    }

    /** Returns whether a probe replaced the estimate. */
    private boolean probe(PacketView packet, int size) {
        probing.onPacket(packetUs);
        if (!detector.usesAbsSendTime()) {
            return false;
        }
        long bestBps = probing.probe(AbsSendTime.of(packet), arrivalTimeUs, packetUs, size);
        if (bestBps == ProbeClusters.NO_PROBE) {
            return false;
        }
        probeBps = bestBps;
        return true;
    }

    private boolean isUpdateDue(long arrivalTimeMs, long nowMs) {
        if (!updatedBefore || nowMs - lastUpdateMs > rateControl.feedbackIntervalMs()) {
            return true;
        }
        if (detector.usage() != BandwidthUsage.OVERUSING) {
            return false;
        }
        long incomingBps = incoming.rateBps(arrivalTimeMs);
        return incomingBps != RateStatistics.NOT_MEASURABLE
                && (detector.isUrgent() || rateControl.isTimeToReduceFurther(incomingBps, packetUs));
    }

    @Override
    public void onTime(long nowNs) {
        long nowUs = Units.nsToUs(nowNs);
        streams.expire(nowUs);
        silenceUs = Math.max(0, nowUs - packetUs);
    }

    @Override
    public void onRttUpdate(long rttNs, long nowNs) {
        if (rttNs > 0) {
            rateControl.setRtt(Units.nsToUs(rttNs));
        }
    }

    @Override
    public void removeStream(long ssrc, long nowNs) {
        streams.remove((int) ssrc);
    }

    @Override
    public void reset() {
        detector.reset();
        incoming.reset();
        streams.clear();
        rateControl.reset();
        probing.reset();
        config.startBps().ifPresent(rateControl::setStartBitrate);
        incomingWasMeasurable = false;
        updatedBefore = false;
        silenceUs = 0;
        sampled = false;
        rateControlUpdated = false;
        probeBps = NONE;
        updateBps = NONE;
        streamsReset = false;
    }

    @Override
    public boolean hasEstimate() {
        return rateControl.isValid();
    }

    @Override
    public long estimateBps() {
        return rateControl.isValid() ? rateControl.valueBps() : 0;
    }

    @Override
    public long incomingBps() {
        return incoming.rateBps(Units.usToMs(arrivalTimeUs + silenceUs));
    }

    @Override
    public BandwidthUsage usage() {
        return detector.usage();
    }

    @Override
    public int liveSsrcCount() {
        return streams.size();
    }

    @Override
    public long liveSsrc(int index) {
        return streams.ssrc(index);
    }

    @Override
    public void describe(DiagnosticSink sink) {
        sink.value("group", flag(sampled));
        detector.describe(sink, sampled);
        sink.value("state", switch (detector.usage()) {
            case NORMAL -> 0L;
            case UNDERUSING -> 1L;
            case OVERUSING -> 2L;
        });
        valueOrAbsent(sink, "incoming_bps", incomingBps());
        sink.value("aimd_update", flag(rateControlUpdated));
        valueOrAbsent(sink, "probe_bps", probeBps);
        sink.value("valid", flag(rateControl.isValid()));
        sink.value("target_bps", rateControl.valueBps());
        sink.value("rc_state", switch (rateControl.state()) {
            case HOLD -> 0L;
            case INCREASE -> 1L;
        });
        if (rateControl.linkCapacity().hasEstimate()) {
            sink.value("link_cap_kbps", rateControl.linkCapacity().estimateKbps());
        } else {
            sink.absent("link_cap_kbps");
        }
        valueOrAbsent(sink, "cb_bps", updateBps);
        sink.value("streams_reset", flag(streamsReset));
    }

    private static void valueOrAbsent(DiagnosticSink sink, String name, long value) {
        if (value == NONE) {
            sink.absent(name);
        } else {
            sink.value(name, value);
        }
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }
}
