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
 * <p>Follows libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128, exactly. So it has that estimator's known weaknesses:
 * <ul>
 * <li>After a jump of the sender's clock, backwards or by 32 s or more, packets pass for reordered and give no delay
 * samples until the clock reaches its old value again or all streams pause for longer than the idle time-out. The usage
 * stays what it was for all that time.
 * <li>When all streams have paused, the delay filter starts anew, but the detector's threshold and statement and the
 * estimate stay.
 * <li>A filtered delay that suggests over-use without proving it leaves the statement of before, so under-use or
 * over-use may outlast its cause.
 * <li>After a pause the receive rate is measured over a very short time and is far too high for some milliseconds.
 * <li>Without estimate and without probes the first estimate takes 5 s.
 * <li>Packets sent in the same millisecond are one group whatever their arrival, and bursts merge for up to 100 ms: at
 * high rates there are few and large groups, and over-use is seen late.
 * <li>The send time of a probe is not unwrapped: a cluster that spans the wrap at 64 s is torn apart.
 * <li>Without packets nothing happens: the estimate does not age.
 * </ul>
 * Its numbers are exact as long as no maximum is configured; with one, no value exceeds it. Bad input is brought into
 * range: sizes to 0 to 65,535 bytes, send times to 24 bits.
 */
final class DelayBasedEstimator implements Estimator {
    /** In place of an absent maximum: the highest that any limit may have, 100 Gb/s. It keeps arithmetic in range. */
    private static final long NO_MAX_BPS = 100_000_000_000L;
    /** No IP packet is larger. */
    private static final int MAX_PACKET_SIZE = 65_535;
    private static final int ABS_SEND_TIME_MASK = 0xFF_FFFF;
    /** Packets up to this size may have been sent unpaced, so they prove nothing (libwebrtc: kMinProbePacketSize). */
    private static final int MAX_UNPACED_SIZE = 200;
    /** How long probes may raise an estimate that exists (libwebrtc: kInitialProbingInterval). */
    private static final long INITIAL_PROBING_INTERVAL_US = 2_000_000;
    private static final double US_PER_MS = 1000.0;
    private static final long NONE = -1;

    private final EstimatorConfig config;
    private final DelayDetector detector;
    private final RateStatistics incoming = new RateStatistics();
    private final LiveStreams streams;
    private final ProbeClusters probes = new ProbeClusters();
    private final AimdRateControl rateControl;

    private boolean incomingWasMeasurable;
    private boolean started;
    private long firstPacketUs;
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
        streams = new LiveStreams(Units.nsToUs(config.idleTimeout().toNanos()));
        rateControl = new AimdRateControl(config.minBps(), config.maxBps().orElse(NO_MAX_BPS));
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
        int absSendTime = packet.absSendTime();
        if (absSendTime < 0) {
            return false;
        }
        absSendTime &= ABS_SEND_TIME_MASK;
        int size = Math.clamp(packet.payloadSize(), 0, MAX_PACKET_SIZE);
        long arrivalTimeMs = Units.usToMs(arrivalTimeUs);
        updateIncoming(size, arrivalTimeMs);
        updateStreams((int) packet.ssrc());
        boolean probed = size > MAX_UNPACED_SIZE && isProbing() && probe(absSendTime, size);
        sampled = detector.onPacket(absSendTime, arrivalTimeUs, packetUs, size);
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

    private void updateStreams(int ssrc) {
        if (!started) {
            started = true;
            firstPacketUs = packetUs;
        }
        streams.expire(packetUs);
        if (streams.size() == 0) {
            detector.onStreamsGone();
            streamsReset = true;
        }
        streams.touch(ssrc, packetUs);
    }

    private boolean isProbing() {
        return !rateControl.isValid() || packetUs - firstPacketUs < INITIAL_PROBING_INTERVAL_US;
    }

    /** Returns whether a probe replaced the estimate. */
    private boolean probe(int absSendTime, int size) {
        long sendTicks = Integer.toUnsignedLong(absSendTime << InterArrival.ABS_SEND_TIME_UPSHIFT);
        long sendTimeUs = (long) (sendTicks * InterArrival.MS_PER_TICK * US_PER_MS);
        long bestBps = probes.add(sendTimeUs, arrivalTimeUs, size);
        if (bestBps != ProbeClusters.NO_PROBE
                && (!rateControl.isValid() || rateControl.clamp(bestBps) > rateControl.valueBps())) {
            probeBps = bestBps;
            rateControl.setEstimate(bestBps, packetUs);
            return true;
        }
        probes.clearIfServed();
        return false;
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
                && rateControl.isTimeToReduceFurther(incomingBps, packetUs);
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
        probes.clear();
        rateControl.reset();
        config.startBps().ifPresent(rateControl::setStartBitrate);
        incomingWasMeasurable = false;
        started = false;
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
