package io.bwe.queue;

/**
 * What the last packet trains said of the link: the rates at which dispersed ones came out of the bottleneck, and a lower
 * bound from those that came out as fast as they went in.
 */
final class TrainRates {
    /** There is none. */
    static final double NO_RATE = 0;

    /** So many rates are kept. */
    private static final int KEPT = 5;
    /** Rates agree if the highest is below so many times the lowest. On a path with jitter they scatter. */
    private static final double AGREEMENT = 1.25;
    /** Older rates, in microseconds, say nothing beside a new one. */
    private static final long FORGOTTEN_US = 5_000_000;
    /** Only a rate of the last second, in microseconds, is a hint at what the link carries beyond the estimate. */
    private static final long HINT_US = 1_000_000;
    /** So many undispersed trains in a row mean that the link is no longer what dispersed ones said. */
    private static final int CONVINCING = 3;
    /** Weight of a new bound. */
    private static final double BOUND_GAIN = 0.3;
    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private final double[] ratesBps = new double[KEPT];
    private final double[] sorted = new double[KEPT];
    private int next;
    private int count;
    private long dispersedUs;
    private double boundBps;
    private long boundUs;
    private int undispersedInARow;

    /** Creates one that knows nothing. */
    TrainRates() {
        reset();
    }

    /** Forgets everything. */
    void reset() {
        forgetRates();
        dispersedUs = NEVER_US;
        boundUs = NEVER_US;
        boundBps = 0;
        undispersedInARow = 0;
    }

    /** Forgets the rates of dispersed trains, for the link may be another now. */
    void forgetRates() {
        next = 0;
        count = 0;
    }

    /** A dispersed train has ended. */
    void addDispersed(double rateBps, long nowUs) {
        if (nowUs - dispersedUs > FORGOTTEN_US) {
            forgetRates();
        }
        ratesBps[next] = rateBps;
        next = (next + 1) % KEPT;
        count = Math.min(count + 1, KEPT);
        dispersedUs = nowUs;
        undispersedInARow = 0;
    }

    /** An undispersed train has ended. A bound of the last second falls at once and rises slowly. */
    void addUndispersed(double rateBps, long nowUs) {
        boundBps = nowUs - boundUs > HINT_US
                ? rateBps
                : Math.min(rateBps, (1 - BOUND_GAIN) * boundBps + BOUND_GAIN * rateBps);
        boundUs = nowUs;
        undispersedInARow++;
    }

    /** The lower median of the rates kept; {@link #NO_RATE} without any. */
    double medianBps() {
        if (count == 0) {
            return NO_RATE;
        }
        for (int i = 0; i < count; i++) {
            double rateBps = ratesBps[i];
            int place = i;
            for (; place > 0 && sorted[place - 1] > rateBps; place--) {
                sorted[place] = sorted[place - 1];
            }
            sorted[place] = rateBps;
        }
        return sorted[(count - 1) / 2];
    }

    /** The same if the last dispersed train is not older than something; else {@link #NO_RATE}. */
    double medianBps(long nowUs, long oldestUs) {
        return isRecent(nowUs, oldestUs) ? medianBps() : NO_RATE;
    }

    /** Whether the last dispersed train is not older than something. */
    boolean isRecent(long nowUs, long oldestUs) {
        return nowUs - dispersedUs <= oldestUs;
    }

    /** Whether there are at least so many rates and they are close to each other. */
    boolean agree(int least) {
        if (count < least) {
            return false;
        }
        double lowest = ratesBps[0];
        double highest = ratesBps[0];
        for (int i = 1; i < count; i++) {
            lowest = Math.min(lowest, ratesBps[i]);
            highest = Math.max(highest, ratesBps[i]);
        }
        return highest < AGREEMENT * lowest;
    }

    /** Whether so many trains have come through undispersed that the rates of others are out of date. */
    boolean rateIsOutOfDate() {
        return undispersedInARow >= CONVINCING;
    }

    /**
     * What the link seems to carry, by trains of the last second.
     *
     * @param startup whether a single undispersed train counts
     * @return bits per second, or {@link #NO_RATE}
     */
    double hintBps(long nowUs, boolean startup) {
        if (undispersedInARow >= (startup ? 1 : CONVINCING)) {
            return nowUs - boundUs <= HINT_US ? boundBps : NO_RATE;
        }
        return medianBps(nowUs, HINT_US);
    }
}
