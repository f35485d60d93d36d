package io.bwe.micrometer;

import io.bwe.api.DelayHistogram;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The delays of the last minute, out of counts since the beginning: what they were a minute ago is taken off. As nobody
 * looks at the counts but who reads the meters, they are kept as they were at earlier readings. If the reading before
 * was longer than a minute ago, delays since that reading are meant.
 */
final class RecentDelays {
    /** As long as Micrometer's own timers remember, or longer. */
    static final long WINDOW_NS = 60_000_000_000L;
    /** How far apart the readings are that are kept. */
    static final long STEP_NS = 10_000_000_000L;
    /** For this long the counts are not looked at again: one scrape reads several percentiles. */
    static final long REUSE_NS = 100_000_000L;

    private record Reading(long timeNs, long[] counts) {
    }

    private final ArrayDeque<Reading> kept = new ArrayDeque<>();
    private long[] recent = {};
    private long recentNs;

    RecentDelays(long nowNs) {
        kept.add(new Reading(nowNs, new long[DelayHistogram.BUCKETS]));
    }

    /**
     * Delays by bucket.
     *
     * @param nowNs the time
     * @param counts says what each bucket has counted since the beginning; not asked if it was just before
     * @return for each bucket what it has counted lately
     */
    long[] at(long nowNs, Supplier<long[]> counts) {
        if (recent.length > 0 && nowNs - recentNs < REUSE_NS) {
            return recent;
        }
        long[] all = counts.get();
        if (nowNs - kept.getLast().timeNs >= STEP_NS) {
            kept.add(new Reading(nowNs, all));
        }
        dropBefore(nowNs - WINDOW_NS);
        long[] from = kept.getFirst().counts;
        recent = new long[DelayHistogram.BUCKETS];
        Arrays.setAll(recent, bucket -> all[bucket] - from[bucket]);
        recentNs = nowNs;
        return recent;
    }

    /** The last reading before the window begins stays: the window is at least as long as it should be. */
    private void dropBefore(long startNs) {
        while (kept.size() > 1) {
            Reading first = kept.removeFirst();
            if (kept.getFirst().timeNs - startNs > 0) {
                kept.addFirst(first);
                return;
            }
        }
    }
}
