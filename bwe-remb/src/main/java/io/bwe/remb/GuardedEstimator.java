package io.bwe.remb;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import org.jspecify.annotations.Nullable;

/**
 * An estimator that cannot hurt: what it throws is caught and counted, and one that keeps throwing is put out of
 * action, because no REMB is better than a wrong one.
 *
 * <p>Want of memory is no fault of the estimator's and may pass: an {@link OutOfMemoryError} is counted and not held
 * against it. If it comes {@value #THROWS_IN_A_ROW} times in a row there is no estimate, but only until the next packet
 * that the estimator takes.
 *
 * <p>Used by the transport task only.
 */
final class GuardedEstimator {
    /** Throws in a row that put an estimator out of action. */
    static final int THROWS_IN_A_ROW = 10;
    /** Throws within {@link #WINDOW_NS} that put an estimator out of action. */
    static final int THROWS_IN_WINDOW = 100;
    static final long WINDOW_NS = 10_000_000_000L;

    private final Estimator estimator;
    private final RembStatistics statistics;
    private final TroubleLog log;

    private final long[] throwTimesNs = new long[THROWS_IN_WINDOW];
    private int throwCount;
    private int throwsInARow;
    private int memoryLackedInARow;
    private boolean quarantined;
    private boolean overusing;

    GuardedEstimator(Estimator estimator, RembStatistics statistics, TroubleLog log) {
        this.estimator = estimator;
        this.statistics = statistics;
        this.log = log;
    }

    /**
     * Another estimator to take the place of this one, with no throw held against it. Nothing has changed until it
     * {@linkplain #tookOver() took over}.
     *
     * @param saidLast what it said last: an over-use that it has told already does not begin with the next packet
     */
    GuardedEstimator replacedBy(Estimator next, EstimateView saidLast) {
        GuardedEstimator replacement = new GuardedEstimator(next, statistics, log);
        replacement.overusing = saidLast.usage() == BandwidthUsage.OVERUSING;
        return replacement;
    }

    /** This one drives now. */
    void tookOver() {
        statistics.swaps.incrementAndGet();
        statistics.quarantined = false;
    }

    /**
     * Feeds the estimator.
     *
     * @return false if it is out of action, or threw
     */
    boolean onPacket(PacketSlot packet, long nowNs) {
        if (quarantined) {
            return false;
        }
        try {
            estimator.onPacket(packet, nowNs);
            boolean overusingNow = estimator.usage() == BandwidthUsage.OVERUSING;
            if (overusingNow && !overusing) {
                statistics.overuses.incrementAndGet();
            }
            overusing = overusingNow;
            throwsInARow = 0;
            memoryLackedInARow = 0;
            return true;
        } catch (Throwable e) {
            onThrow(e, nowNs);
            return false;
        }
    }

    /** It threw when it was looked at, which is counted but not held against it: it may estimate well all the same. */
    void threwWhenLookedAt(Throwable thrown) {
        statistics.estimatorThrows.incrementAndGet();
        log.report("the estimator threw when it was to describe itself", thrown);
    }

    /** The estimator, to be read only; null while it is out of action. */
    @Nullable
    Estimator readable() {
        return isSilenced() ? null : estimator;
    }

    void onTime(long nowNs) {
        if (quarantined) {
            return;
        }
        try {
            estimator.onTime(nowNs);
        } catch (Throwable e) {
            onThrow(e, nowNs);
        }
    }

    void onRttUpdate(long rttNs, long nowNs) {
        if (quarantined) {
            return;
        }
        try {
            estimator.onRttUpdate(rttNs, nowNs);
        } catch (Throwable e) {
            onThrow(e, nowNs);
        }
    }

    void removeStream(long ssrc, long nowNs) {
        if (quarantined) {
            return;
        }
        try {
            estimator.removeStream(ssrc, nowNs);
        } catch (Throwable e) {
            onThrow(e, nowNs);
        }
    }

    void reset(long nowNs) {
        if (quarantined) {
            return;
        }
        try {
            estimator.reset();
        } catch (Throwable e) {
            onThrow(e, nowNs);
        }
    }

    /**
     * What the estimator says.
     *
     * @param before what it said last; returned again if nothing has changed
     */
    EstimateView view(EstimateView before, long nowNs) {
        if (!isSilenced()) {
            try {
                return before.matches(estimator) ? before : EstimateView.of(estimator);
            } catch (Throwable e) {
                onThrow(e, nowNs);
            }
        }
        return isSilenced() ? EstimateView.NONE : before;
    }

    /**
     * What the estimator says, read anew even if nothing but the incoming rate has changed.
     *
     * @param before what it said last; returned again if it throws
     */
    EstimateView freshView(EstimateView before, long nowNs) {
        if (!isSilenced()) {
            try {
                return EstimateView.of(estimator);
            } catch (Throwable e) {
                onThrow(e, nowNs);
            }
        }
        return isSilenced() ? EstimateView.NONE : before;
    }

    private boolean isSilenced() {
        return quarantined || memoryLackedInARow >= THROWS_IN_A_ROW;
    }

    private void onThrow(Throwable thrown, long nowNs) {
        statistics.estimatorThrows.incrementAndGet();
        log.report("the estimator threw", thrown);
        if (thrown instanceof OutOfMemoryError) {
            memoryLackedInARow++;
            return;
        }
        throwsInARow++;
        throwTimesNs[throwCount % THROWS_IN_WINDOW] = nowNs;
        throwCount++;
        // The place of the next throw holds the oldest of the last hundred.
        boolean tooMany = throwCount >= THROWS_IN_WINDOW
                && nowNs - throwTimesNs[throwCount % THROWS_IN_WINDOW] <= WINDOW_NS;
        if (throwsInARow >= THROWS_IN_A_ROW || tooMany) {
            quarantined = true;
            statistics.quarantined = true;
            log.report("the estimator is out of action because it kept throwing; no REMB is sent", thrown);
        }
    }
}
