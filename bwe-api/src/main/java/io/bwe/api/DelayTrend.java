package io.bwe.api;

import java.util.Arrays;

/**
 * How the queue delay has changed over the last second. Of every 50 ms the shortest delay counts: packets of one burst
 * wait for each other, and only what the fastest of them met is a queue that stands.
 *
 * <p>Allocates nothing after its creation. Not thread-safe.
 */
final class DelayTrend {
    static final long SLOT_NS = 50_000_000;
    private static final int SLOTS = 20;
    private static final long EMPTY = Long.MAX_VALUE;

    private final long[] shortestNs = new long[SLOTS];
    private boolean started;
    private long slot;
    /** That of the last packet, whether or not its delay was known. */
    private long latest;

    DelayTrend() {
        Arrays.fill(shortestNs, EMPTY);
    }

    /**
     * Takes the delay of the next packet.
     *
     * @param timeNs when it arrived; time never runs backwards
     * @param delayNs its queue delay, or {@link QueueDelay#UNKNOWN}
     */
    void add(long timeNs, long delayNs) {
        long now = Math.floorDiv(timeNs, SLOT_NS);
        latest = now;
        if (delayNs == QueueDelay.UNKNOWN) {
            return;
        }
        if (!started || now - slot >= SLOTS) {
            Arrays.fill(shortestNs, EMPTY);
        } else {
            for (long passed = slot + 1; passed <= now; passed++) {
                shortestNs[index(passed)] = EMPTY;
            }
        }
        started = true;
        slot = now;
        shortestNs[index(now)] = Math.min(shortestNs[index(now)], delayNs);
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }

    /** Whether there has been a delay within the last second. */
    boolean isKnown() {
        return started && latest - slot < SLOTS;
    }

    /** The latest delay, in nanoseconds. */
    long delayNs() {
        return shortestNs[index(slot)];
    }

    /** For how long the delay has been growing: since it was shortest within the last second, in nanoseconds. */
    long growingForNs() {
        return (slot - shortest()) * SLOT_NS;
    }

    /** By how much the delay has grown since it was shortest within the last second, in nanoseconds. */
    long growthNs() {
        return delayNs() - shortestNs[index(shortest())];
    }

    /** The slot of the shortest delay, the latest of several. */
    private long shortest() {
        long shortest = slot;
        for (long earlier = slot - 1; earlier > slot - SLOTS; earlier--) {
            if (shortestNs[index(earlier)] < shortestNs[index(shortest)]) {
                shortest = earlier;
            }
        }
        return shortest;
    }
}
