package io.bwe.cli;

import io.bwe.api.Explanation;
import io.bwe.picture.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was explained during a run. Bounded: after the first ten thousand of an estimator, further ones are counted. Used
 * by one thread at a time.
 */
final class ExplanationLog {
    private static final int MAX_ENTRIES = 10_000;

    /**
     * One of them.
     *
     * @param elapsedNs when, in nanoseconds since the run began
     * @param estimator whose it is
     * @param explanation what and why
     */
    record Entry(long elapsedNs, String estimator, Explanation explanation) {
    }

    private static final class OfEstimator {
        private final List<Entry> entries = new ArrayList<>();
        private long left;
    }

    private final Map<String, OfEstimator> byEstimator = new LinkedHashMap<>();

    /** Takes one. */
    void add(long elapsedNs, String estimator, Explanation explanation) {
        OfEstimator its = byEstimator.computeIfAbsent(estimator, name -> new OfEstimator());
        if (its.entries.size() < MAX_ENTRIES) {
            its.entries.add(new Entry(elapsedNs, estimator, explanation));
        } else {
            its.left++;
        }
    }

    /** Those that were kept, in the order in which they happened. */
    List<Entry> entries() {
        return byEstimator.values().stream().flatMap(its -> its.entries.stream())
                .sorted(Comparator.comparingLong(Entry::elapsedNs)).toList();
    }

    /** Those of one estimator that were kept, in the order in which they happened. */
    List<Entry> of(String estimator) {
        return entries().stream().filter(entry -> entry.estimator().equals(estimator)).toList();
    }

    /** How many of one estimator were not kept. */
    long left(String estimator) {
        OfEstimator its = byEstimator.get(estimator);
        return its == null ? 0 : its.left;
    }

    /** How many were not kept. */
    long left() {
        return byEstimator.values().stream().mapToLong(its -> its.left).sum();
    }

    /** Shows them in a picture. */
    void addTo(Recording picture) {
        for (Entry entry : entries()) {
            picture.event(entry.elapsedNs(), entry.explanation().kind(), entry.estimator(), entry.explanation().text());
        }
        if (left() > 0) {
            picture.fact("not listed", left() + " more explanations");
        }
    }
}
