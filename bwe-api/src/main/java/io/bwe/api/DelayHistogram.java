package io.bwe.api;

/**
 * How many delays of which length there were. The buckets are the same for all histograms, so they can be added up, and
 * what one has counted since an earlier reading is a difference.
 *
 * <p>Buckets are an eighth of the power of two that they follow in width: what is known of a delay by its bucket's upper
 * bound is never too short, and at most 12.5 % too long. Delays below 2<sup>18</sup> ns (0.26 ms) are known to
 * 2<sup>15</sup> ns (33 us). The last bucket ends at 2<sup>33</sup> ns (8.6 s) and takes whatever is longer, too.
 *
 * <p>Counts are of the time since the histogram was created and never decrease. They may be read by any thread at any
 * time without locking; values read one after the other need not belong to the same moment.
 */
public interface DelayHistogram {
    /** The number of buckets, shortest delays first. */
    int BUCKETS = DelayBuckets.COUNT;

    /**
     * Delays in a bucket.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1
     * @return a count
     * @throws IndexOutOfBoundsException if there is no such bucket
     */
    long count(int bucket);

    /**
     * All delays added up.
     *
     * @return nanoseconds
     */
    long sumNs();

    /**
     * Delays in all buckets.
     *
     * @return a count
     */
    default long count() {
        long count = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            count += count(bucket);
        }
        return count;
    }

    /**
     * The bucket that counts a delay.
     *
     * @param delayNs the delay in nanoseconds; a negative one counts as 0
     * @return 0 to {@link #BUCKETS} - 1
     */
    static int bucketOf(long delayNs) {
        return DelayBuckets.bucketOf(delayNs);
    }

    /**
     * Where a bucket ends.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1
     * @return the delay in nanoseconds that is the first not to count in it; the last bucket counts longer ones, too
     * @throws IndexOutOfBoundsException if there is no such bucket
     */
    static long upperBoundNs(int bucket) {
        return DelayBuckets.upperBoundNs(bucket);
    }

    /**
     * A delay that a share of all did not exceed.
     *
     * @param counts how many delays there were in each bucket
     * @param share how many of them, 0 (the shortest) to 1 (the longest); 0.99 is the 99th percentile
     * @return the upper bound of the bucket in which it lies, in nanoseconds; -1 if there were none
     * @throws IllegalArgumentException if there are not {@link #BUCKETS} counts, or the share is out of its range
     */
    static long percentileNs(long[] counts, double share) {
        if (counts.length != BUCKETS) {
            throw new IllegalArgumentException(counts.length + " counts; there must be " + BUCKETS);
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is out of range; allowed is 0 to 1");
        }
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        if (all == 0) {
            return -1;
        }
        long rank = Math.max(1, (long) Math.ceil(share * all));
        int bucket = 0;
        for (long passed = counts[0]; passed < rank; passed += counts[bucket]) {
            bucket++;
        }
        return upperBoundNs(bucket);
    }
}
