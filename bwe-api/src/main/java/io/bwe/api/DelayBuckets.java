package io.bwe.api;

import java.util.Objects;

/**
 * The buckets of {@link DelayHistogram}: eight equal ones up to 2<sup>18</sup> ns, then eight to each power of two. A
 * shift finds a delay's bucket, so that counting one costs next to nothing.
 */
final class DelayBuckets {
    /** Buckets to a power of two, as a power of two. */
    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;
    /** 2^18 ns = 0.26 ms: the scheduler of virtual threads is not finer than that. */
    private static final int LINEAR_BITS = 18;
    private static final int LINEAR_STEP_BITS = LINEAR_BITS - STEP_BITS;
    /** 2^33 ns = 8.6 s: a delay as long as that says that something hangs, however long it is. */
    private static final int END_BITS = 33;

    static final int COUNT = (1 + END_BITS - LINEAR_BITS) * STEPS;

    private DelayBuckets() {
    }

    static int bucketOf(long delayNs) {
        if (delayNs < 1L << LINEAR_BITS) {
            return (int) (Math.max(0, delayNs) >> LINEAR_STEP_BITS);
        }
        if (delayNs >= 1L << END_BITS) {
            return COUNT - 1;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(delayNs);
        int step = (int) (delayNs >> exponent - STEP_BITS) - STEPS;
        return (1 + exponent - LINEAR_BITS) * STEPS + step;
    }

    static long upperBoundNs(int bucket) {
        Objects.checkIndex(bucket, COUNT);
        int step = bucket % STEPS;
        int octave = bucket / STEPS;
        return octave == 0
                ? step + 1L << LINEAR_STEP_BITS
                : STEPS + step + 1L << LINEAR_STEP_BITS + octave - 1;
    }
}
