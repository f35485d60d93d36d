package io.bwe.testkit.lab;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, in order of time; of two things at the same time that which was entered first. */
final class Agenda {
    private record Entry(long timeNs, long number, Runnable action) {
        static final Comparator<Entry> IN_ORDER = Comparator.comparingLong(Entry::timeNs)
                .thenComparingLong(Entry::number);
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry.IN_ORDER);
    private long entered;
    private long nowNs;

    /** The time, in nanoseconds since the start. */
    long nowNs() {
        return nowNs;
    }

    /** Enters something for a time; what lies in the past happens now. */
    void at(long timeNs, Runnable action) {
        entries.add(new Entry(Math.max(timeNs, nowNs), entered++, action));
    }

    /** Enters something for later. */
    void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** Lets time pass; what happens at its end still happens. */
    void run(long untilNs) {
        for (Entry next = entries.peek(); next != null && next.timeNs <= untilNs; next = entries.peek()) {
            entries.remove();
            nowNs = next.timeNs;
            next.action.run();
        }
        nowNs = Math.max(nowNs, untilNs);
    }
}
