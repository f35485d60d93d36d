package io.bwe.verification.load;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Makes the histograms, so that they can be added up. Times are nanoseconds, kept to three digits. */
final class Latencies {
    /** Longer ones count as this: a minute. */
    static final long HIGHEST_NS = 60_000_000_000L;

    private static final int DIGITS = 3;

    private Latencies() {
    }

    /** For one thread. */
    static Histogram ofOneThread() {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /** For any number of threads. */
    static Histogram ofManyThreads() {
        return new ConcurrentHistogram(HIGHEST_NS, DIGITS);
    }

    /** Adds a time; what a clock's coarseness makes negative counts as 0. */
    static void add(Histogram histogram, long timeNs) {
        histogram.recordValue(Math.min(HIGHEST_NS, Math.max(0, timeNs)));
    }
}
