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
    /** Rates that agree, as many as this, are what the link carries as long as they are no older, in microseconds. */
    private static final int TRUSTED = 4;
    private static final long TRUSTED_US = 4_000_000;
    /** So many undispersed trains in a row mean that the link is no longer what dispersed ones said. */
    private static final int CONVINCING = 3;
    /** Weight of a new bound. */
    private static final double BOUND_GAIN = 0.3;
    /** For how long what has misled is not followed again, in microseconds. */
    private static final long DISTRUST_US = 30_000_000;
    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private final double[] ratesBps = new double[KEPT];
    private final boolean[] isShort = new boolean[KEPT];
    private final double[] sorted = new double[KEPT];
    private final ShortTrains shortTrains = new ShortTrains();
    private int next;
    private int count;
    private long dispersedUs;
    private double boundBps;
    private long boundUs;
    private int undispersedInARow;
    private long distrustUntilUs;

    /** Creates one that knows nothing. */
    TrainRates() {
        reset();
    }

    /** Forgets everything. */
    void reset() {
        forgetRates();
        shortTrains.reset();
        dispersedUs = NEVER_US;
        boundUs = NEVER_US;
        boundBps = 0;
        undispersedInARow = 0;
        distrustUntilUs = NEVER_US;
    }

    /** Forgets the rates of dispersed trains, for the link may be another now. */
    void forgetRates() {
        next = 0;
        count = 0;
    }

    /**
     * A train has ended.
     *
     * @param startup whether a train counts as undispersed that a token bucket may have let through
     * @param queueStands whether a queue stands
     * @return whether it says something
     */
    boolean onTrain(PacketTrain train, boolean startup, boolean queueStands, long nowUs) {
        double rateBps = train.dispersedBps();
        if (rateBps != PacketTrain.NO_RATE) {
            shortTrains.onLongTrain(nowUs);
            addDispersed(rateBps, false, nowUs);
            return true;
        }
        rateBps = train.undispersedBps(startup);
        if (rateBps != PacketTrain.NO_RATE) {
            shortTrains.onLongTrain(nowUs);
            addUndispersed(rateBps, nowUs);
            return true;
        }
        return shortTrains.areLookedAt(nowUs) && onShortTrain(train, queueStands, nowUs);
    }

    private boolean onShortTrain(PacketTrain train, boolean queueStands, long nowUs) {
        double rateBps = train.shortDispersedBps();
        if (rateBps != PacketTrain.NO_RATE) {
            if (queueStands || shortTrains.takes(rateBps)) {
                addDispersed(rateBps, true, nowUs);
                return true;
            }
            if (shortTrains.haveLost()) {
                forgetRates();
            }
            return false;
        }
        rateBps = train.shortUndispersedBps();
        // It refutes what dispersed ones said, and says nothing by itself: a token bucket lets any through.
        if (rateBps == PacketTrain.NO_RATE || !isRecent(nowUs, TRUSTED_US) || !agree(TRUSTED)) {
            return false;
        }
        addUndispersed(rateBps, nowUs);
        return true;
    }

    /** A dispersed train has ended. */
    void addDispersed(double rateBps, boolean ofFewPackets, long nowUs) {
        if (nowUs - dispersedUs > FORGOTTEN_US) {
            forgetRates();
        }
        ratesBps[next] = rateBps;
        isShort[next] = ofFewPackets;
        next = (next + 1) % KEPT;
        count = Math.min(count + 1, KEPT);
        dispersedUs = nowUs;
        undispersedInARow = 0;
    }

    /** An undispersed train has ended. A bound of the last second falls at once and rises slowly. */
    void addUndispersed(double rateBps, long nowUs) {
        if (isDistrusted(nowUs)) {
            return;
        }
        boundBps = nowUs - boundUs > HINT_US
                ? rateBps
                : Math.min(rateBps, (1 - BOUND_GAIN) * boundBps + BOUND_GAIN * rateBps);
        boundUs = nowUs;
        undispersedInARow++;
    }

    /**
     * Trains were followed to a higher rate, and a queue was the answer: they came through the burst of a token bucket, or
     * the capacity went as fast as it came. For half a minute they are not followed.
     */
    void distrust(long nowUs) {
        distrustUntilUs = nowUs + DISTRUST_US;
        undispersedInARow = 0;
    }

    /** Whether trains have misled lately. */
    boolean isDistrusted(long nowUs) {
        return nowUs < distrustUntilUs;
    }

    /** What the link carries to us alone has been measured. */
    void confirm(double rateBps) {
        shortTrains.confirm(rateBps);
    }

    /** Others are on the link, or may be. */
    void doubt() {
        shortTrains.doubt();
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

    private boolean isRecent(long nowUs, long oldestUs) {
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

    /** Whether most of the rates kept are of short trains. */
    boolean areShort() {
        int ofFewPackets = 0;
        for (int i = 0; i < count; i++) {
            ofFewPackets += isShort[i] ? 1 : 0;
        }
        return 2 * ofFewPackets > count;
    }

    /** Whether the median is what the link carries. */
    boolean areTrusted(long nowUs) {
        return isRecent(nowUs, TRUSTED_US) && !areOutOfDate() && agree(TRUSTED);
    }

    /** Whether so many trains have come through undispersed that the rates of others are out of date. */
    boolean areOutOfDate() {
        return undispersedInARow >= CONVINCING;
    }

    /** Whether the link may be taken for what the {@linkplain #hintBps hint} says. */
    boolean areConvincing() {
        return areOutOfDate() || agree(TRUSTED);
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
