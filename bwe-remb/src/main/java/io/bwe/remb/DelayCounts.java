package io.bwe.remb;

import io.bwe.api.DelayHistogram;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts how long packets took to the estimator. Written by the transport task for every packet, so without a fence or
 * an atomic addition: there is one writer. Read by any thread.
 */
final class DelayCounts implements DelayHistogram {
    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong sum = new AtomicLong();

    /** A packet reaches the estimator this long after its entry. Transport task only. */
    void record(long delayNs) {
        long delay = Math.max(0, delayNs);
        int bucket = DelayHistogram.bucketOf(delay);
        counts.setOpaque(bucket, counts.getPlain(bucket) + 1);
        sum.setOpaque(sum.getPlain() + delay);
    }

    @Override
    public long count(int bucket) {
        return counts.get(bucket);
    }

    @Override
    public long sumNs() {
        return sum.get();
    }
}
