package io.bwe.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened, in bounded memory: of each kind the first ones are kept and the rest is counted. */
final class EventLog {
    /** Kept of each kind, so that a frequent kind does not crowd out the others. */
    static final int MAX_OF_A_KIND = 1_000;
    static final int MAX_TEXT = 500;

    private final List<Event> kept = new ArrayList<>();
    private final Map<EventKind, Integer> counts = new EnumMap<>(EventKind.class);

    void add(long elapsedNs, EventKind kind, String estimator, String text) {
        if (counts.merge(kind, 1, Integer::sum) <= MAX_OF_A_KIND) {
            kept.add(new Event(Math.clamp(elapsedNs, 0, Timeline.LONGEST_NS), kind, clip(estimator), clip(text)));
        }
    }

    private static String clip(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT - 1) + "…" : text;
    }

    /** Those that were kept, in order of time. */
    List<Event> inOrder() {
        return kept.stream().sorted(Comparator.comparingLong(Event::elapsedNs)).toList();
    }

    /** How many of a kind there were, kept or not. */
    int count(EventKind kind) {
        return counts.getOrDefault(kind, 0);
    }
}
