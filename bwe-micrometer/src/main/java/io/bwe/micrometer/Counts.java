package io.bwe.micrometer;

import io.bwe.api.DelayHistogram;
import io.bwe.api.InterceptorStatistics;

/** All that never decreases, in one row: every {@link Counted}, then what is known of delays. */
final class Counts {
    /** How many delays. */
    static final int DELAYS = Counted.values().length;
    /** All delays added up, in nanoseconds. */
    static final int DELAY_SUM_NS = DELAYS + 1;
    private static final int DELAY_BUCKETS = DELAYS + 2;
    static final int SIZE = DELAY_BUCKETS + DelayHistogram.BUCKETS;

    private static final Counted[] COUNTED = Counted.values();

    private Counts() {
    }

    static int delayBucket(int bucket) {
        return DELAY_BUCKETS + bucket;
    }

    static long read(InterceptorStatistics statistics, int index) {
        if (index < DELAYS) {
            return COUNTED[index].read(statistics);
        }
        DelayHistogram delays = statistics.estimateDelays();
        if (index >= DELAY_BUCKETS) {
            return delays.count(index - DELAY_BUCKETS);
        }
        return index == DELAYS ? delays.count() : delays.sumNs();
    }
}
