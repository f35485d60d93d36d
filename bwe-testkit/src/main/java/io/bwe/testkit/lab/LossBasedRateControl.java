package io.bwe.testkit.lab;

/**
 * The classic rate control of libwebrtc's sender ({@code SendSideBandwidthEstimation}, M128, without the newer loss-based
 * estimators): grows by 8 % a second while little is lost, falls with the loss, and never exceeds the REMB.
 */
final class LossBasedRateControl implements RateControl {
    private static final double GROWTH = 1.08;
    private static final long LEAST_GROWTH_BPS = 1_000;
    private static final double LITTLE_LOSS = 0.02;
    private static final double MUCH_LOSS = 0.1;
    private static final long START_PHASE_NS = 2_000_000_000;
    /** Fewer packets say nothing about the loss; they count with those of the next report. */
    private static final int LEAST_PACKETS = 20;
    private static final long NEVER = Long.MAX_VALUE;

    private final Limited limits;
    private long targetBps;
    private long rembBps = Long.MAX_VALUE;
    private long firstReportNs = NEVER;
    private double loss;
    private long lost;
    private long expected;

    LossBasedRateControl(Limited limits) {
        this.limits = limits;
        targetBps = limits.startBps();
    }

    @Override
    public void onRemb(long bps, long nowNs) {
        rembBps = bps;
        boolean starting = firstReportNs == NEVER || nowNs - firstReportNs < START_PHASE_NS;
        set(starting && loss == 0 ? Math.max(targetBps, bps) : targetBps);
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
            set(Math.round(targetBps * GROWTH) + LEAST_GROWTH_BPS);
        } else if (loss > MUCH_LOSS) {
            set(Math.round(targetBps * (1 - loss / 2)));
        }
    }

    private void set(long bps) {
        targetBps = limits.clamp(Math.min(bps, rembBps));
    }

    @Override
    public long targetBps() {
        return targetBps;
    }
}
