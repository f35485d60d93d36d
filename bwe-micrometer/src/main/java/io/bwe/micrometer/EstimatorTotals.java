package io.bwe.micrometer;

/**
 * What interceptors have counted under one estimator and no longer count themselves, because they were closed or another
 * estimator has taken over. Guarded by the lock of {@link Tally}.
 */
final class EstimatorTotals {
    final String estimator;
    final RecentDelays recentDelays;
    private final long[] settled = new long[Counts.SIZE];

    EstimatorTotals(String estimator, long nowNs) {
        this.estimator = estimator;
        this.recentDelays = new RecentDelays(nowNs);
    }

    void settle(int index, long count) {
        settled[index] += count;
    }

    long settled(int index) {
        return settled[index];
    }
}
