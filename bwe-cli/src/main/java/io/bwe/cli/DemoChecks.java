package io.bwe.cli;

import io.bwe.cli.DemoMeasurements.Remb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides from what was measured whether the loop worked: the sender heard a REMB every second, its rate followed them,
 * and the queue drained after every step down. Each check says what is wrong and by how much. Pure computation.
 */
final class DemoChecks {
    private static final long SECOND_NS = 1_000_000_000;
    private static final double MS_NS = 1e6;
    /**
     * REMBs leave once a second. One and a half leaves room for the way back and for a busy machine, yet no room for a
     * REMB left out.
     */
    private static final long MAX_REMB_GAP_NS = 1_500_000_000;
    /**
     * How far the rate of a second may be from what the REMBs allowed: the scatter of thirty frames, and scheduling.
     */
    private static final double RATE_TOLERANCE = 0.15;
    /**
     * Of so many seconds one may be outside the tolerance, and one in any shorter run: a busy machine holds the sender
     * up now and then, and it skips frames then.
     */
    private static final long SECONDS_PER_MISS = 5;
    /** How far above what the REMBs allowed no second may be. */
    private static final double BURST_TOLERANCE = 0.25;
    /** What the wait in the queue must come below after a step down, in nanoseconds, and how soon. */
    static final long DRAINED_NS = 300_000_000;
    private static final long DRAIN_TIME_NS = 3_000_000_000L;

    private final DemoSchedule schedule;
    private final DemoMeasurements measured;

    DemoChecks(DemoSchedule schedule, DemoMeasurements measured) {
        this.schedule = schedule;
        this.measured = measured;
    }

    /**
     * Runs all checks.
     *
     * @return one line for each that failed; empty if all is well
     */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        checkRembs(failures);
        checkRate(failures);
        schedule.steps().stream().filter(DemoSchedule.Step::isDown).forEach(step -> checkQueue(step, failures));
        return failures;
    }

    private void checkRembs(List<String> failures) {
        if (!measured.hasEstimate()) {
            failures.add("estimate: the receiver had none in " + seconds(schedule.lengthNs()));
            return;
        }
        long fromNs = measured.firstEstimateNs();
        List<Remb> rembs = measured.rembs().stream().filter(remb -> remb.elapsedNs() >= fromNs).toList();
        long lengthNs = schedule.lengthNs() - fromNs;
        long expected = lengthNs / SECOND_NS - 1;
        if (rembs.size() < expected) {
            failures.add("REMBs: the sender decoded " + rembs.size() + " in the " + seconds(lengthNs)
                    + " since the first estimate; at least " + expected + " expected");
        }
        RembGap gap = RembGap.longest(rembs, fromNs, schedule.lengthNs());
        if (gap.lengthNs() > MAX_REMB_GAP_NS) {
            failures.add("REMBs: none decoded for " + seconds(gap.lengthNs()) + " from " + seconds(gap.fromNs())
                    + " on; at most " + seconds(MAX_REMB_GAP_NS) + " allowed");
        }
    }

    /** Compares every whole second after the first REMB with the average of what the REMBs allowed during it. */
    private void checkRate(List<String> failures) {
        List<Remb> rembs = measured.rembs();
        if (rembs.isEmpty()) {
            failures.add("rate: the sender decoded no REMB that it could have followed");
            return;
        }
        long firstSecond = Math.ceilDiv(rembs.get(0).elapsedNs(), SECOND_NS);
        long seconds = Math.max(0, schedule.lengthNs() / SECOND_NS - firstSecond);
        int following = 0;
        int above = 0;
        double highestRatio = 0;
        long highestFromNs = 0;
        for (long second = firstSecond; second < firstSecond + seconds; second++) {
            long fromNs = second * SECOND_NS;
            long toNs = fromNs + SECOND_NS;
            double ratio = measured.sentBps(fromNs, toNs) / allowedBps(rembs, fromNs, toNs);
            following += Math.abs(ratio - 1) <= RATE_TOLERANCE ? 1 : 0;
            above += ratio > 1 + BURST_TOLERANCE ? 1 : 0;
            if (ratio > highestRatio) {
                highestRatio = ratio;
                highestFromNs = fromNs;
            }
        }
        if (above > 0) {
            failures.add(String.format(Locale.ROOT,
                    "rate: above %.0f %% of what REMB allowed in %d of %d seconds, most in the one from %s on: %.0f %%",
                    100 * (1 + BURST_TOLERANCE), above, seconds, seconds(highestFromNs), 100 * highestRatio));
        }
        long expected = seconds - Math.max(1, seconds / SECONDS_PER_MISS);
        if (following < expected) {
            failures.add(String.format(Locale.ROOT,
                    "rate: within %.0f %% of what REMB allowed in %d of %d seconds; at least %d expected",
                    100 * RATE_TOLERANCE, following, seconds, expected));
        }
    }

    /** The average over time of what the sender may send by the REMBs and its own limits, in bits per second. */
    private static double allowedBps(List<Remb> rembs, long fromNs, long toNs) {
        double bits = 0;
        for (int i = 0; i < rembs.size(); i++) {
            long beginNs = Math.max(fromNs, rembs.get(i).elapsedNs());
            long endNs = i + 1 < rembs.size() ? Math.min(toNs, rembs.get(i + 1).elapsedNs()) : toNs;
            bits += (double) Math.max(0, endNs - beginNs) / SECOND_NS * DemoSender.targetBps(rembs.get(i).bitrateBps());
        }
        return bits * SECOND_NS / (toNs - fromNs);
    }

    /**
     * From 3 s after a step down until the next one no packet may wait 300 ms or longer. In a run that ends sooner the
     * last slots count instead.
     */
    private void checkQueue(DemoSchedule.Step step, List<String> failures) {
        long untilNs = untilNextStepDown(step);
        long drainedByNs = Math.min(step.fromNs() + DRAIN_TIME_NS, untilNs - 2 * DemoMeasurements.SLOT_NS);
        long delayNs = measured.queueDelayNs(drainedByNs, untilNs);
        if (delayNs >= DRAINED_NS) {
            failures.add(String.format(Locale.ROOT,
                    "queue: %.0f ms more than %s after the step down at %s; less than %.0f ms expected",
                    delayNs / MS_NS, seconds(drainedByNs - step.fromNs()), seconds(step.fromNs()),
                    DRAINED_NS / MS_NS));
        }
    }

    /** When the next step down begins, or the run ends: how long a queue must stay drained. */
    private long untilNextStepDown(DemoSchedule.Step step) {
        return schedule.steps().stream().filter(next -> next.isDown() && next.fromNs() > step.fromNs())
                .mapToLong(DemoSchedule.Step::fromNs).findFirst().orElse(schedule.lengthNs());
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.1f s", (double) ns / SECOND_NS);
    }
}
