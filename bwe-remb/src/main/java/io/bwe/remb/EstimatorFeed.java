package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.PacketView;

/**
 * Feeds the estimator with what the merge has put in order: sees that time never runs backwards, that only one kind of
 * send time gets through, and that slots go back to their pools.
 *
 * <p>Used by the transport task only.
 */
final class EstimatorFeed {
    private final GuardedEstimator estimator;
    private final RembStatistics statistics;
    /** Settled on the first packet that has an abs-send-time, if it is AUTO. */
    private SendTimeSource source;

    private long lastArrivalNs = Long.MIN_VALUE;
    private long lastNowNs = Long.MIN_VALUE;
    private EstimateView view = EstimateView.NONE;

    private long estimated;
    private long withoutSendTime;

    EstimatorFeed(GuardedEstimator estimator, SendTimeSource source, RembStatistics statistics) {
        this.estimator = estimator;
        this.source = source;
        this.statistics = statistics;
    }

    /** The next packet in order of arrival. */
    void onPacket(RemoteStream stream, PacketSlot packet) {
        if (packet.arrivalTimeNs < lastArrivalNs) {
            packet.arrivalTimeNs = lastArrivalNs;
            statistics.late.incrementAndGet();
        }
        lastArrivalNs = packet.arrivalTimeNs;
        chooseSendTime(packet);
        if (packet.absSendTime == PacketView.NO_SEND_TIME) {
            withoutSendTime++;
        }
        estimated++;
        stream.fed(packet.nowNs);
        estimator.onPacket(packet, forward(packet.nowNs));
    }

    private void chooseSendTime(PacketSlot packet) {
        if (source == SendTimeSource.ABS_SEND_TIME) {
            return;
        }
        if (source == SendTimeSource.AUTO && packet.absSendTime != PacketView.NO_SEND_TIME) {
            source = SendTimeSource.ABS_SEND_TIME;
            estimator.reset(forward(packet.nowNs));
            return;
        }
        packet.absSendTime = packet.captureSendTime;
    }

    void onTime(long nowNs) {
        estimator.onTime(forward(nowNs));
    }

    void onRtt(long rttNs, long nowNs) {
        estimator.onRttUpdate(rttNs, forward(nowNs));
    }

    void removeStream(RemoteStream stream, long nowNs) {
        estimator.removeStream(stream.ssrc(), forward(nowNs));
    }

    void reset(long nowNs) {
        estimator.reset(forward(nowNs));
    }

    /** What the estimator says now; the same object as before if nothing has changed. */
    EstimateView view(long nowNs) {
        view = estimator.view(view, nowNs);
        return view;
    }

    /** What the estimator says now, with the incoming rate of now. */
    EstimateView freshView(long nowNs) {
        return estimator.freshView(view, nowNs);
    }

    /** Makes visible what was counted since the last call. */
    void publishCounts() {
        if (estimated != 0) {
            statistics.estimated.addAndGet(estimated);
            statistics.withoutSendTime.addAndGet(withoutSendTime);
            estimated = 0;
            withoutSendTime = 0;
        }
    }

    /** Streams stamp on their own threads, so stamps in the order of arrival may run backwards a little. */
    private long forward(long nowNs) {
        lastNowNs = Math.max(lastNowNs, nowNs);
        return lastNowNs;
    }
}
