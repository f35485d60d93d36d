package io.bwe.testkit.lab;

/** The last REMB is the rate. */
final class ObedientRateControl implements RateControl {
    private final Limited limits;
    private long targetBps;

    ObedientRateControl(Limited limits) {
        this.limits = limits;
        targetBps = limits.startBps();
    }

    @Override
    public void onRemb(long bps, long nowNs) {
        targetBps = limits.clamp(bps);
    }

    @Override
    public void onReport(long lost, long expected, long nowNs) {
        // Losses are none of its business.
    }

    @Override
    public long targetBps() {
        return targetBps;
    }
}
