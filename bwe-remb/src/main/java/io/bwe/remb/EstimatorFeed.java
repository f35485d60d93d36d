package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.PacketView;

/**
 * Feeds the estimators with what the merge has put in order: first the one that drives the REMBs, then its shadows.
 * Sees that time never runs backwards and that only one kind of send time gets through. Here a shadow takes over.
 *
 * <p>Used by the transport task only.
 */
final class EstimatorFeed {
    /**
     * How old the published incoming rate may become while nothing else changes: 200 ms, libwebrtc's update interval.
     */
    static final long REFRESH_NS = 200_000_000;

    private final EstimatorRoles roles;
    private final ShadowEstimators shadows;
    private final EstimatorWatch watch;
    private final RembStatistics statistics;
    /** The one that drives. */
    private GuardedEstimator estimator;
    /** Settled on the first packet that has an abs-send-time, if it is AUTO. */
    private SendTimeSource source;

    private long lastArrivalNs = Long.MIN_VALUE;
    private long lastNowNs = Long.MIN_VALUE;
    private EstimateView view = EstimateView.NONE;
    private long publishedNs;

    /** When the packets that follow are fed: once per tick, for the clock costs more than counting. */
    private long tickNs;
    private long estimated;
    private long withoutSendTime;
    private long accepted;
    private long inTimeWithoutSendTime;

    EstimatorFeed(GuardedEstimator estimator, EstimatorRoles roles, ShadowEstimators shadows, EstimatorWatch watch,
            SendTimeSource source, RembStatistics statistics) {
        this.estimator = estimator;
        this.roles = roles;
        this.shadows = shadows;
        this.watch = watch;
        this.source = source;
        this.statistics = statistics;
    }

    /** A tick begins. */
    void beginTick(long nowNs) {
        tickNs = nowNs;
    }

    /** The next packet in order of arrival. */
    void onPacket(RemoteStream stream, PacketSlot packet) {
        boolean late = packet.arrivalTimeNs < lastArrivalNs;
        if (late) {
            packet.arrivalTimeNs = lastArrivalNs;
        }
        lastArrivalNs = packet.arrivalTimeNs;
        chooseSendTime(packet);
        count(late, packet.absSendTime == PacketView.NO_SEND_TIME);
        statistics.delays.record(tickNs - packet.nowNs);
        stream.fed(packet.nowNs);
        long nowNs = forward(packet.nowNs);
        if (estimator.onPacket(packet, nowNs)) {
            watch.afterPacket(packet, estimator, nowNs);
        } else {
            watch.afterFailure(estimator, nowNs);
        }
        shadows.onPacket(packet, nowNs);
    }

    private void count(boolean late, boolean noSendTime) {
        estimated++;
        if (noSendTime) {
            withoutSendTime++;
        }
        if (late) {
            statistics.late.incrementAndGet();
        } else if (noSendTime) {
            inTimeWithoutSendTime++;
        } else {
            accepted++;
        }
    }

    private void chooseSendTime(PacketSlot packet) {
        if (source == SendTimeSource.ABS_SEND_TIME) {
            return;
        }
        if (source == SendTimeSource.AUTO && packet.absSendTime != PacketView.NO_SEND_TIME) {
            source = SendTimeSource.ABS_SEND_TIME;
            reset(packet.nowNs);
            return;
        }
        packet.absSendTime = packet.captureSendTime;
    }

    void onTime(long nowNs) {
        long forwardNs = forward(nowNs);
        estimator.onTime(forwardNs);
        watch.onTime(estimator, forwardNs);
        shadows.onTime(forwardNs);
    }

    void onRtt(long rttNs, long nowNs) {
        long forwardNs = forward(nowNs);
        estimator.onRttUpdate(rttNs, forwardNs);
        shadows.onRttUpdate(rttNs, forwardNs);
    }

    void removeStream(RemoteStream stream, long nowNs) {
        long forwardNs = forward(nowNs);
        estimator.removeStream(stream.ssrc(), forwardNs);
        shadows.removeStream(stream.ssrc(), forwardNs);
    }

    /** At the time of the last call: what the running estimator is told must not depend on its shadows. */
    void startShadow(Shadow shadow) {
        shadows.start(shadow, lastNowNs);
    }

    void reset(long nowNs) {
        long forwardNs = forward(nowNs);
        estimator.reset(forwardNs);
        watch.onReset(forwardNs);
        shadows.reset();
    }

    /**
     * Shows readers what all of them say now, and lets a shadow take over that is to.
     *
     * @return what the one that drives says; the same object as before if no more than the incoming rate has changed
     */
    EstimateView conclude(long nowNs) {
        shadows.publish(nowNs);
        EstimateView latest = estimator.view(view, nowNs);
        Shadow next = shadows.findNext(latest.hasEstimate());
        if (next != null) {
            EstimateView saysNext = next.handle().estimate();
            // All that takes memory before the claim: who has claimed must drive.
            GuardedEstimator replacement = estimator.replacedBy(next.estimator(), saysNext);
            EstimatorRecorder recorder = watch.recorderOf(next.handle().name());
            if (shadows.claim(next)) {
                latest = saysNext;
                estimator = replacement;
                estimator.tookOver();
                String before = roles.driving().name();
                roles.drive(next.handle());
                // At the time of the last call, as above: a tick's time would be ahead of packets still to come.
                watch.tookOver(recorder, before, next.handle().name(), saysNext, lastNowNs);
            }
        }
        if (latest != view) {
            view = latest;
            publishedNs = nowNs;
            roles.driving().publish(latest);
        } else if (nowNs - publishedNs >= REFRESH_NS) {
            publishedNs = nowNs;
            roles.driving().publish(estimator.freshView(view, nowNs));
        }
        return view;
    }

    /** Makes visible what was counted since the last call. */
    void publishCounts() {
        if (estimated != 0) {
            statistics.estimated.addAndGet(estimated);
            statistics.withoutSendTime.addAndGet(withoutSendTime);
            statistics.accepted.addAndGet(accepted);
            statistics.inTimeWithoutSendTime.addAndGet(inTimeWithoutSendTime);
            estimated = 0;
            withoutSendTime = 0;
            accepted = 0;
            inTimeWithoutSendTime = 0;
        }
    }

    /** Streams stamp on their own threads, so stamps in the order of arrival may run backwards a little. */
    private long forward(long nowNs) {
        lastNowNs = Math.max(lastNowNs, nowNs);
        return lastNowNs;
    }
}
