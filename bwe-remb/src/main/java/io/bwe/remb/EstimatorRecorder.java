package io.bwe.remb;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DelayDiagnostics;
import io.bwe.api.Estimator;
import io.bwe.api.PacketView;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one estimator does to the JDK Flight Recorder: {@code io.bwe.EstimateChange}, {@code io.bwe.UsageChange},
 * and, if they are switched on, {@code io.bwe.Packet} and {@code io.bwe.DelaySample}. The settings {@code bwe.jfc}, a
 * resource of this module, list all events.
 *
 * <p>While no recording runs, a packet costs a few reads of constants here, and nothing is allocated.
 *
 * <p>Not thread-safe: used by the thread that uses the estimator. The interceptor {@code remb} does this by itself; the
 * class is there for those who run an estimator without it.
 */
public final class EstimatorRecorder {
    /** Asked whether somebody records such; a field of the JDK's own behind each, which changes with the recordings. */
    private static final EstimateChangeEvent ESTIMATE_CHANGE = new EstimateChangeEvent();
    private static final UsageChangeEvent USAGE_CHANGE = new UsageChangeEvent();
    private static final RembSentEvent REMB_SENT = new RembSentEvent();
    private static final PacketEvent PACKET = new PacketEvent();
    private static final DelaySampleEvent DELAY_SAMPLE = new DelaySampleEvent();

    private static final String UNKNOWN = "UNKNOWN";

    private final String interceptor;
    private final String estimatorName;
    private final boolean replay;
    private final DelayDiagnostics diagnostics = new DelayDiagnostics();

    private boolean started;
    private long startNs;
    /** What was recorded last; 0 and null if that was never, or nobody recorded meanwhile. */
    private long estimateBps;
    private @Nullable BandwidthUsage usage;

    private EstimatorRecorder(String interceptor, String estimatorName, boolean replay) {
        this.interceptor = interceptor;
        this.estimatorName = estimatorName;
        this.replay = replay;
    }

    static EstimatorRecorder live(String interceptor, String estimatorName) {
        return new EstimatorRecorder(interceptor, estimatorName, false);
    }

    /**
     * Creates a recorder for an estimator that is fed with packets received before.
     *
     * @param source what the packets come from; the events' {@code interceptor}
     * @param estimatorName the estimator's name
     * @return a new recorder, whose events tell the time since the first packet in {@code traceTime}
     */
    public static EstimatorRecorder ofReplay(String source, String estimatorName) {
        return new EstimatorRecorder(source, estimatorName, true);
    }

    /**
     * Records what a packet led to.
     *
     * @param packet the packet that the estimator has just taken
     * @param estimator the estimator; only read
     * @param nowNs the time that the estimator was given with it
     */
    public void afterPacket(PacketView packet, Estimator estimator, long nowNs) {
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        if (PACKET.isEnabled()) {
            record(packet, nowNs);
        }
        if (DELAY_SAMPLE.isEnabled()) {
            recordSample(estimator, nowNs);
        }
        if (USAGE_CHANGE.isEnabled()) {
            recordUsage(estimator, nowNs);
        } else {
            usage = null;
        }
        if (ESTIMATE_CHANGE.isEnabled()) {
            recordEstimate(estimator, nowNs);
        } else {
            estimateBps = 0;
        }
    }

    private void record(PacketView packet, long nowNs) {
        PacketEvent event = new PacketEvent();
        describe(event, nowNs);
        event.ssrc = packet.ssrc();
        event.sequenceNumber = packet.sequenceNumber();
        event.rtpTimestamp = packet.rtpTimestamp();
        event.arrivalTime = packet.arrivalTimeNs();
        event.absSendTime = packet.absSendTime();
        event.payloadSize = packet.payloadSize();
        event.commit();
    }

    private void recordSample(Estimator estimator, long nowNs) {
        diagnostics.read(estimator);
        if (!diagnostics.sampled()) {
            return;
        }
        DelaySampleEvent event = new DelaySampleEvent();
        describe(event, nowNs);
        event.estimator = estimatorName;
        event.sendDelta = diagnostics.sendDeltaMs();
        event.arrivalDelta = diagnostics.arrivalDeltaMs();
        event.sizeDelta = diagnostics.sizeDelta();
        event.offset = diagnostics.offset();
        event.trend = diagnostics.trend();
        event.signal = diagnostics.signal();
        event.threshold = diagnostics.threshold();
        event.usage = estimator.usage().name();
        event.commit();
    }

    private void recordUsage(Estimator estimator, long nowNs) {
        BandwidthUsage before = usage;
        BandwidthUsage now = estimator.usage();
        usage = now;
        if (now == before || before == null && now == BandwidthUsage.NORMAL) {
            return;
        }
        diagnostics.read(estimator);
        UsageChangeEvent event = new UsageChangeEvent();
        describe(event, nowNs);
        event.estimator = estimatorName;
        event.before = before == null ? UNKNOWN : before.name();
        event.usage = now.name();
        event.signal = diagnostics.signal();
        event.threshold = diagnostics.threshold();
        event.estimate = estimator.estimateBps();
        event.commit();
    }

    private void recordEstimate(Estimator estimator, long nowNs) {
        long beforeBps = estimateBps;
        estimateBps = estimator.estimateBps();
        if (estimateBps == beforeBps) {
            return;
        }
        EstimateChangeEvent event = new EstimateChangeEvent();
        describe(event, nowNs);
        event.estimator = estimatorName;
        event.before = beforeBps;
        event.estimate = estimateBps;
        event.incoming = estimator.incomingBps();
        event.usage = estimator.usage().name();
        event.liveStreams = estimator.liveSsrcCount();
        event.commit();
    }

    /** Records that the estimator says nothing any more. */
    void outOfAction(long nowNs) {
        if (ESTIMATE_CHANGE.isEnabled() && estimateBps != 0) {
            EstimateChangeEvent event = new EstimateChangeEvent();
            describe(event, nowNs);
            event.estimator = estimatorName;
            event.before = estimateBps;
            event.incoming = -1;
            event.commit();
        }
        estimateBps = 0;
        usage = null;
    }

    /**
     * Records that the sender would be told now.
     *
     * @param bitrateBps what it would be told, in bits per second
     * @param decrease whether it would be told at once because the estimate fell
     * @param ssrcs how many streams the REMB would name
     * @param nowNs the time
     */
    public void rembDue(long bitrateBps, boolean decrease, int ssrcs, long nowNs) {
        if (REMB_SENT.isEnabled()) {
            RembSentEvent event = new RembSentEvent();
            describe(event, nowNs);
            event.bitrate = bitrateBps;
            event.reason = InterceptorRecorder.rembReason(decrease);
            event.ssrcs = ssrcs;
            event.commit();
        }
    }

    private void describe(FlightEvent event, long nowNs) {
        event.interceptor = interceptor;
        if (replay) {
            event.traceTime = nowNs - startNs;
        }
    }
}
