package io.bwe.verification.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is done when in virtual time: by each stream's producer, in order; and at the stops, at which producers rest and
 * time stands still.
 */
final class Plan {
    /** Something a producer does as if it were the time of the stamp. */
    record Action(long atNs, long stampNs, Runnable what) {
    }

    /** What is done while everything rests. */
    interface Check {
        void run() throws InterruptedException;
    }

    /** A time at which producers rest. */
    record Stop(long atNs, Check check) {
    }

    private final Map<Long, List<Action>> actions = new TreeMap<>();
    private final Map<Long, Long> lastNs = new HashMap<>();
    private final List<Stop> stops = new ArrayList<>();
    private long endNs = Long.MIN_VALUE;

    /**
     * Adds what a producer does next.
     *
     * @param delayNs how long after the stamp it does that, unless what it does before takes longer
     * @return when it does that
     */
    long add(long producer, long stampNs, long delayNs, Runnable what) {
        long atNs = Math.max(stampNs + delayNs, lastNs.getOrDefault(producer, Long.MIN_VALUE));
        lastNs.put(producer, atNs);
        endNs = Math.max(endNs, atNs);
        actions.computeIfAbsent(producer, key -> new ArrayList<>()).add(new Action(atNs, stampNs, what));
        return atNs;
    }

    /** Adds a stop, before what producers do at that time. */
    void stopAt(long atNs, Check check) {
        stops.add(new Stop(atNs, check));
    }

    /** What each producer does, in order. */
    Map<Long, List<Action>> actions() {
        return actions;
    }

    /** The stops in order; those at one time in the order in which they were added. */
    List<Stop> stops() {
        return stops.stream().sorted(Comparator.comparingLong(Stop::atNs)).toList();
    }

    /** When the last producer is done. */
    long endNs() {
        return endNs;
    }
}
