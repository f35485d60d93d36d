package io.bwe.cli;

import io.bwe.api.Explanation;
import io.bwe.picture.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was explained during a run. Bounded: after the first hundred thousand, further ones are
 * counted. Used by one thread at a time.
 */
final class ExplanationLog {
    private static final int MAX_ENTRIES = 100_000;

    /**
     * One of them.
     *
     * @param elapsedNs when, in nanoseconds since the run began
     * @param estimator whose it is
     * @param explanation what and why
     */
    record Entry(long elapsedNs, String estimator, Explanation explanation) {
    }

    private final List<Entry> entries = new ArrayList<>();
    private long left;

    /** Takes one. */
    void add(long elapsedNs, String estimator, Explanation explanation) {
        if (entries.size() < MAX_ENTRIES) {
            entries.add(new Entry(elapsedNs, estimator, explanation));
        } else {
            left++;
        }
    }

    /** Those that were kept, in the order in which they happened. */
    List<Entry> entries() {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparingLong(Entry::elapsedNs));
        return inOrder;
    }

    /** Those of one estimator that were kept. */
    List<Entry> of(String estimator) {
        return entries().stream().filter(entry -> entry.estimator().equals(estimator)).toList();
    }

    /** Shows them in a picture. */
    void addTo(Recording picture) {
        for (Entry entry : entries()) {
            picture.event(entry.elapsedNs(), entry.explanation().kind(), entry.estimator(), entry.explanation().text());
        }
    }

    /** How many were not kept. */
    long left() {
        return left;
    }
}
