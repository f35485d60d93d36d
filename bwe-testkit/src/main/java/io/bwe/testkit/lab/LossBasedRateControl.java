package io.bwe.testkit.lab;

/**
 * The classic rate control of libwebrtc's sender ({@code SendSideBandwidthEstimation}, M128, without the newer loss-based
 * estimators): has a rate of its own, which grows by 8 % a second while little is lost and falls with the loss. What is sent
 * never exceeds the REMB, but that is only a cap: it leaves the sender's own rate alone, so that a higher REMB is used at
 * once. Only in the first 2 s it raises that rate.
 */
final class LossBasedRateControl implements RateControl {
    private static final double GROWTH = 1.08;
    private static final long LEAST_GROWTH_BPS = 1_000;
    private static final double LITTLE_LOSS = 0.02;
    private static final double MUCH_LOSS = 0.1;
    private static final long START_PHASE_NS = 2_000_000_000;
    /** Fewer packets say nothing about the loss; they count with those of the next report. */
    private static final int LEAST_PACKETS = 20;
    /** To this sender a rate is that of whole packets; the encoder gets what headers leave. */
    private static final double PAYLOAD = (double) MediaSender.LARGEST_PAYLOAD
            / (MediaSender.LARGEST_PAYLOAD + WirePacket.RTP_OVERHEAD_BYTES);
    private static final long NEVER = Long.MAX_VALUE;

    private final Limited limits;
    /** The sender's own rate, whatever the cap. */
    private long ownBps;
    private long rembBps = Long.MAX_VALUE;
    private long firstReportNs = NEVER;
    private double loss;
    private long lost;
    private long expected;

    LossBasedRateControl(Limited limits) {
        this.limits = limits;
        ownBps = limits.startBps();
    }

    @Override
    public void onRemb(long bps, long nowNs) {
        rembBps = bps;
        boolean starting = firstReportNs == NEVER || nowNs - firstReportNs < START_PHASE_NS;
        if (starting && loss == 0) {
            set(Math.max(ownBps, bps));
        }
    }

    @Override
    public void onReport(long lostNow, long expectedNow, long nowNs) {
        firstReportNs = Math.min(firstReportNs, nowNs);
        lost += lostNow;
        expected += expectedNow;
        if (expected < LEAST_PACKETS) {
            return;
        }
        loss = Math.max(0, (double) lost / expected);
        lost = 0;
        expected = 0;
        if (loss <= LITTLE_LOSS) {
            set(Math.round(ownBps * GROWTH) + LEAST_GROWTH_BPS);
        } else if (loss > MUCH_LOSS) {
            set(Math.round(ownBps * (1 - loss / 2)));
        }
    }

    private void set(long bps) {
        ownBps = limits.clamp(bps);
    }

    @Override
    public long targetBps() {
        return limits.clamp(Math.round(PAYLOAD * Math.min(ownBps, rembBps)));
    }
}
