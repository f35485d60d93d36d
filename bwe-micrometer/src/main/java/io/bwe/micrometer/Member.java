package io.bwe.micrometer;

import io.bwe.api.BandwidthControl;
import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.InterceptorStatistics;
import org.jspecify.annotations.Nullable;

/**
 * An interceptor that lives, and what of its counts belongs to the estimator that drives it now. Guarded by the lock of
 * {@link Tally}, but for the subscription.
 */
final class Member {
    final BandwidthControl control;
    private final InterceptorStatistics statistics;
    private EstimatorTotals totals;
    /** What was counted under estimators before; most interceptors never change theirs, and need none. */
    private long @Nullable [] before;
    /** To its end. Guarded by the lock of {@link BweMetrics}. */
    @Nullable
    Subscription subscription;

    Member(BandwidthControl control, EstimatorTotals totals) {
        this.control = control;
        this.statistics = control.statistics();
        this.totals = totals;
    }

    /** Those of the estimator that drove it when that was last looked at. */
    EstimatorTotals totals() {
        return totals;
    }

    /** What it has counted under the estimator that drives it. */
    long count(int index) {
        long counted = Counts.read(statistics, index);
        return before == null ? counted : counted - before[index];
    }

    /** Leaves what was counted so far to the estimator that drove it, and goes on under another. */
    void moveTo(EstimatorTotals next) {
        long[] read = settle();
        totals = next;
        before = read;
    }

    /**
     * Leaves what was counted so far to the estimator that drives it.
     *
     * @return what was read
     */
    long[] settle() {
        long[] read = new long[Counts.SIZE];
        for (int i = 0; i < read.length; i++) {
            read[i] = Counts.read(statistics, i);
            totals.settle(i, before == null ? read[i] : read[i] - before[i]);
        }
        return read;
    }
}
