package io.bwe.remb;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimateView;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the sender is told what: the estimate, limited by the cap, for the streams that are live, at the pace of
 * the throttler. Nothing is due while there is no estimate, no live stream, or the mute is on.
 *
 * <p>Sans-IO. Used by the transport task only.
 */
final class RembScheduler {
    /**
     * A REMB that is due.
     *
     * @param packet what to send
     * @param atOnce whether it is due because the estimate fell, not because the interval was over
     */
    record Due(RembPacket packet, boolean atOnce) {
    }

    private final long senderSsrc;
    private final RembThrottler throttler;
    private long capBps = BandwidthControl.NO_CAP;
    private boolean muted;

    RembScheduler(long senderSsrc, RembThrottler throttler) {
        this.senderSsrc = senderSsrc;
        this.throttler = throttler;
    }

    void cap(long bps) {
        capBps = bps;
    }

    void mute(boolean on) {
        muted = on;
    }

    /**
     * Asks what is due. A REMB that is returned counts as sent.
     *
     * @param estimate what holds now
     * @param nowNs the time
     * @return the REMB, or null if none is due
     */
    @Nullable
    Due poll(EstimateView estimate, long nowNs) {
        if (muted || !estimate.hasEstimate() || estimate.estimateBps() < 0 || estimate.liveSsrcCount() == 0) {
            return null;
        }
        long bitrateBps = Math.min(estimate.estimateBps(), capBps);
        RembThrottler.Decision decision = throttler.offer(bitrateBps, nowNs);
        if (decision == RembThrottler.Decision.HOLD) {
            return null;
        }
        try {
            return new Due(new RembPacket(senderSsrc, bitrateBps, estimate.liveSsrcs()),
                    decision == RembThrottler.Decision.DECREASE);
        } catch (Throwable e) {
            throttler.reset(); // it counts as sent and is not; without this the next would be due an interval from now
            throw e;
        }
    }
}
