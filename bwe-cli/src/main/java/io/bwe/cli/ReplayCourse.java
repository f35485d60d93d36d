package io.bwe.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The course of a replay over time in a dozen rows or so: what came in and what each estimator said at the end of the
 * row. How long the replay is, is not known before its end; so rows are short at first, and whenever there are too many
 * each two become one. Used by one thread.
 */
final class ReplayCourse implements ReplayObserver {
    /** The estimate of an estimator that has none yet. */
    static final long NO_ESTIMATE = -1;
    /** The estimate of an estimator that has failed. */
    static final long FAILED = -2;

    /** Doubled again and again this gives whole seconds. */
    private static final long SHORTEST_ROW_NS = 125_000_000;
    private static final int MAX_ROWS = 16;
    /** The share of a row below which its rate says nothing. */
    private static final int SHORTEST_PART = 4;

    /**
     * A piece of time.
     *
     * @param endNs when it ends, in nanoseconds of arrival time after the first packet
     * @param incomingBps payload and padding per second, or -1 if the row is too short to tell
     * @param estimateBps what each estimator said at the end, {@link #NO_ESTIMATE} or {@link #FAILED}
     * @param overuse which estimator signalled over-use meanwhile
     */
    record Row(long endNs, long incomingBps, List<Long> estimateBps, List<Boolean> overuse) {
    }

    private static final class Slot {
        private long bytes;
        private final long[] estimateBps;
        private final boolean[] overuse;

        Slot(int estimators) {
            estimateBps = new long[estimators];
            overuse = new boolean[estimators];
        }
    }

    private List<Slot> slots = new ArrayList<>();
    private long slotNs = SHORTEST_ROW_NS;
    private long startNs;
    private long elapsedNs;

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
        if (slots.isEmpty()) {
            startNs = packet.arrivalTimeNs();
        }
        elapsedNs = packet.arrivalTimeNs() - startNs;
        while (elapsedNs / slotNs >= MAX_ROWS) {
            coarsen();
        }
        while (slots.size() <= elapsedNs / slotNs) {
            slots.add(following(estimators.size()));
        }
        Slot slot = slots.get(slots.size() - 1);
        slot.bytes += packet.payloadSize();
        for (int i = 0; i < estimators.size(); i++) {
            ReplayedEstimator estimator = estimators.get(i);
            slot.estimateBps[i] = estimator.hasFailed()
                    ? FAILED
                    : estimator.hasEstimate() ? estimator.estimateBps() : NO_ESTIMATE;
            slot.overuse[i] |= estimator.overusing();
        }
    }

    /** A slot in which nothing has happened yet: the estimates are those before it. */
    private Slot following(int estimators) {
        Slot slot = new Slot(estimators);
        if (!slots.isEmpty()) {
            System.arraycopy(slots.get(slots.size() - 1).estimateBps, 0, slot.estimateBps, 0, estimators);
        }
        return slot;
    }

    private void coarsen() {
        List<Slot> halved = new ArrayList<>();
        for (int first = 0; first < slots.size(); first += 2) {
            Slot slot = slots.get(first);
            if (first + 1 < slots.size()) {
                append(slot, slots.get(first + 1));
            }
            halved.add(slot);
        }
        slots = halved;
        slotNs *= 2;
    }

    private static void append(Slot slot, Slot next) {
        slot.bytes += next.bytes;
        for (int i = 0; i < slot.overuse.length; i++) {
            slot.estimateBps[i] = next.estimateBps[i];
            slot.overuse[i] |= next.overuse[i];
        }
    }

    /** The rows up to the last packet. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Slot slot : slots) {
            long beginNs = rows.size() * slotNs;
            long endNs = Math.min(elapsedNs, beginNs + slotNs);
            boolean measurable = endNs - beginNs >= slotNs / SHORTEST_PART;
            List<Long> estimates = new ArrayList<>();
            List<Boolean> overuse = new ArrayList<>();
            for (int i = 0; i < slot.overuse.length; i++) {
                estimates.add(slot.estimateBps[i]);
                overuse.add(slot.overuse[i]);
            }
            rows.add(new Row(endNs, measurable ? Math.round(slot.bytes * 8e9 / (endNs - beginNs)) : -1, estimates,
                    overuse));
        }
        return rows;
    }
}
