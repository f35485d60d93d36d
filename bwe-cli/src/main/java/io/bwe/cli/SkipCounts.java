package io.bwe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much of a capture was skipped, by reason. Used by one thread. */
final class SkipCounts {
    private final long[] counts = new long[SkipReason.values().length];

    void add(SkipReason reason) {
        counts[reason.ordinal()]++;
    }

    long count(SkipReason reason) {
        return counts[reason.ordinal()];
    }

    /** A line for each reason that was met, such as "12 RTCP packets". */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (SkipReason reason : SkipReason.values()) {
            if (count(reason) > 0) {
                lines.add(String.format(Locale.ROOT, "%,d %s", count(reason), reason));
            }
        }
        return lines;
    }
}
