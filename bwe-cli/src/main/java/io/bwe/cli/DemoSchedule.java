package io.bwe.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The capacity of the demo's bottleneck over time: steps down and up, the same pattern whatever the length of the run.
 * The pattern fills a short run once; a long run repeats it about every 30 s. Immutable.
 */
final class DemoSchedule {
    /** About how long one pass through the pattern lasts in a long run: time enough to climb and to settle. */
    private static final long PATTERN_NS = 30_000_000_000L;
    /** The pattern: the share of its length at which each capacity begins, and the capacity. */
    private static final double[] STEP_AT = {0, 0.4, 0.7};
    private static final long[] STEP_BPS = {1_500_000, 900_000, 1_300_000};

    /**
     * A capacity that holds from a time on.
     *
     * @param fromNs when it begins, in nanoseconds since the start
     * @param beforeBps the capacity before, in bits per second; 0 for the first
     * @param capacityBps the capacity from then on, in bits per second
     */
    record Step(long fromNs, long beforeBps, long capacityBps) {
        boolean isDown() {
            return capacityBps < beforeBps;
        }
    }

    private final long lengthNs;
    private final List<Step> steps;

    /**
     * Creates any schedule.
     *
     * @param lengthNs how long the run lasts, in nanoseconds
     * @param steps in their order, the first at 0
     */
    DemoSchedule(long lengthNs, List<Step> steps) {
        this.lengthNs = lengthNs;
        this.steps = List.copyOf(steps);
    }

    /**
     * The schedule of a run.
     *
     * @param length how long the run lasts
     * @return the pattern, scaled to the length or repeated
     */
    static DemoSchedule of(Duration length) {
        long lengthNs = length.toNanos();
        long passes = Math.max(1, Math.round((double) lengthNs / PATTERN_NS));
        List<Step> steps = new ArrayList<>();
        long beforeBps = 0;
        for (long pass = 0; pass < passes; pass++) {
            for (int i = 0; i < STEP_AT.length; i++) {
                steps.add(new Step((long) (lengthNs * (pass + STEP_AT[i]) / passes), beforeBps, STEP_BPS[i]));
                beforeBps = STEP_BPS[i];
            }
        }
        return new DemoSchedule(lengthNs, steps);
    }

    long lengthNs() {
        return lengthNs;
    }

    List<Step> steps() {
        return steps;
    }

    /**
     * The capacity at a time.
     *
     * @param elapsedNs nanoseconds since the start; the last capacity holds on after the end
     * @return bits per second
     */
    long capacityBps(long elapsedNs) {
        long capacityBps = steps.get(0).capacityBps();
        for (Step step : steps) {
            if (step.fromNs() > elapsedNs) {
                break;
            }
            capacityBps = step.capacityBps();
        }
        return capacityBps;
    }

    /** The highest capacity of all, in bits per second. */
    long highestBps() {
        return steps.stream().mapToLong(Step::capacityBps).max().orElseThrow();
    }

    /** When the step after this one begins, or the run ends. */
    long endNs(Step step) {
        int next = steps.indexOf(step) + 1;
        return next < steps.size() ? steps.get(next).fromNs() : lengthNs;
    }

    /** What the bottleneck could have carried up to a time, in bits. */
    double capacityBits(long untilNs) {
        double bits = 0;
        for (Step step : steps) {
            long lastedNs = Math.min(endNs(step), untilNs) - step.fromNs();
            bits += Math.max(0, lastedNs) / 1e9 * step.capacityBps();
        }
        return bits;
    }
}
