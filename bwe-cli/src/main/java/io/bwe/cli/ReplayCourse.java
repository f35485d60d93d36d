package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a replay over time in ten to twenty rows: what came in and what each estimator made of it. How long the
 * replay is, is not known before its end; so rows are short at first, and whenever there are too many each two become
 * one. Used by one thread.
 */
final class ReplayCourse implements ReplayObserver {
    /** The estimate of an estimator that has none yet. */
    static final long NO_ESTIMATE = -1;
    /** The estimate of an estimator that has failed. */
    static final long FAILED = -2;

    /** Doubled again and again this gives whole seconds. */
    private static final long SHORTEST_ROW_NS = 125_000_000;
    private static final int MAX_ROWS = 20;
    /** The share of a row below which its rate says nothing. */
    private static final int SHORTEST_PART = 4;

    /**
     * A piece of time.
     *
     * @param endNs when it ends, in nanoseconds of arrival time after the first packet
     * @param incomingBps payload and padding per second, or -1 if the row is too short to tell
     * @param outcomes what became of each estimator
     */
    record Row(long endNs, long incomingBps, List<Outcome> outcomes) {
    }

    /**
     * What an estimator did in a piece of time.
     *
     * @param estimateBps what it said at the end, {@link #NO_ESTIMATE} or {@link #FAILED}
     * @param lowestBps the lowest that it said meanwhile, what held at the beginning included, or {@link #NO_ESTIMATE}
     * @param usage over-use if that was signalled meanwhile, else under-use if that was, else normal
     * @param rembs how often the sender would have been told
     */
    record Outcome(long estimateBps, long lowestBps, BandwidthUsage usage, long rembs) {
        boolean overused() {
            return usage == BandwidthUsage.OVERUSING;
        }

        /** The beginning of a piece of time: the estimate is that before it. */
        Outcome following() {
            return new Outcome(estimateBps, Math.max(NO_ESTIMATE, estimateBps), BandwidthUsage.NORMAL, 0);
        }

        /** This and what comes after it. */
        Outcome with(Outcome next) {
            long lowest = lowestBps < 0 || next.lowestBps < 0
                    ? Math.max(lowestBps, next.lowestBps)
                    : Math.min(lowestBps, next.lowestBps);
            return new Outcome(next.estimateBps, lowest, UsageStyle.moreTelling(usage, next.usage), rembs + next.rembs);
        }

        private static Outcome of(ReplayedEstimator estimator) {
            long bps = estimator.hasFailed()
                    ? FAILED
                    : estimator.hasEstimate() ? estimator.estimateBps() : NO_ESTIMATE;
            return new Outcome(bps, Math.max(NO_ESTIMATE, bps), estimator.usage(), estimator.remb() ? 1 : 0);
        }
    }

    private static final Outcome NOTHING = new Outcome(NO_ESTIMATE, NO_ESTIMATE, BandwidthUsage.NORMAL, 0);

    private static final class Slot {
        private long bytes;
        private final Outcome[] outcomes;

        Slot(Outcome[] outcomes) {
            this.outcomes = outcomes;
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
            slot.outcomes[i] = slot.outcomes[i].with(Outcome.of(estimators.get(i)));
        }
    }

    /** A slot in which nothing has happened yet. */
    private Slot following(int estimators) {
        Outcome[] outcomes = new Outcome[estimators];
        for (int i = 0; i < estimators; i++) {
            outcomes[i] = slots.isEmpty() ? NOTHING : slots.get(slots.size() - 1).outcomes[i].following();
        }
        return new Slot(outcomes);
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
        for (int i = 0; i < slot.outcomes.length; i++) {
            slot.outcomes[i] = slot.outcomes[i].with(next.outcomes[i]);
        }
    }

    /** The rows up to the last packet. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Slot slot : slots) {
            long beginNs = rows.size() * slotNs;
            long endNs = Math.min(elapsedNs, beginNs + slotNs);
            boolean measurable = endNs - beginNs >= slotNs / SHORTEST_PART;
            rows.add(new Row(endNs, measurable ? Math.round(slot.bytes * 8e9 / (endNs - beginNs)) : -1,
                    List.of(slot.outcomes)));
        }
        return rows;
    }
}
