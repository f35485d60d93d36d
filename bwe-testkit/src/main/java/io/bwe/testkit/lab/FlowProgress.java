package io.bwe.testkit.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How fast a flow of media gets its part, again whenever that rises, and how well it keeps it. */
final class FlowProgress {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long STEP_NS = FlowLog.BIN_NS;
    private static final double NS_PER_SECOND = 1e9;
    private static final double REACHED = 0.8;
    private static final double RISE = 1.5;
    private static final double FALL = 0.5;
    private static final long AFTER_RISE_NS = 10 * SECOND_NS;

    /** A time at which the part rose, and that at which it fell again, at the latest the flow's end. */
    private record Rise(long timeNs, long untilNs) {
    }

    private final LabFlow flow;
    private final MediaSettings spec;
    private final FlowPart parts;
    private final long endNs;
    private final List<Rise> rises = new ArrayList<>();

    FlowProgress(LabFlow flow, FlowPart parts, long durationNs) {
        this.flow = flow;
        this.parts = parts;
        spec = ((MediaFlow) flow.spec()).settings();
        endNs = Math.min(durationNs, spec.endNs);
        for (long timeNs = spec.startNs + STEP_NS; timeNs < endNs; timeNs += STEP_NS) {
            if (rises(timeNs)) {
                rises.add(new Rise(timeNs, nextFallNs(timeNs)));
            }
        }
    }

    double convergenceS() {
        return seconds(reachedNs(spec.startNs, endNs) - spec.startNs);
    }

    DoubleStream recoveriesS() {
        return afterRises(rise -> seconds(reachedNs(rise.timeNs, rise.untilNs) - rise.timeNs));
    }

    /** Which part of its part arrived in the 10 s after each rise, or for as long as it did not fall. */
    DoubleStream usesAfterRises() {
        return afterRises(rise -> {
            double received = 0;
            double possible = 0;
            long untilNs = Math.min(rise.timeNs + AFTER_RISE_NS, rise.untilNs);
            for (long timeNs = rise.timeNs; timeNs < untilNs; timeNs += STEP_NS) {
                received += flow.receivedBps(timeNs, timeNs + STEP_NS);
                possible += parts.bps(spec, timeNs);
            }
            return received / possible;
        });
    }

    /**
     * The longest time for which the flow sent too little after it had got its part. After a rise it has to get it first:
     * that is recovery.
     */
    OptionalDouble longestDipS() {
        boolean converged = false;
        boolean everConverged = false;
        long longestNs = 0;
        long dipNs = 0;
        for (long timeNs = spec.startNs + SECOND_NS; timeNs < endNs; timeNs += STEP_NS) {
            converged = converged && !rises(timeNs) || hasReached(timeNs);
            everConverged |= converged;
            boolean below = converged && flow.sentBps(timeNs - SECOND_NS, timeNs) < REACHED * leastPartBps(timeNs);
            dipNs = below ? dipNs + STEP_NS : 0;
            longestNs = Math.max(longestNs, dipNs);
        }
        return everConverged ? OptionalDouble.of(seconds(longestNs)) : OptionalDouble.empty();
    }

    /** The least that the part was in the second before. */
    private double leastPartBps(long timeNs) {
        double least = Double.MAX_VALUE;
        for (long thenNs = timeNs - SECOND_NS; thenNs <= timeNs; thenNs += STEP_NS) {
            least = Math.min(least, parts.bps(spec, thenNs));
        }
        return least;
    }

    private DoubleStream afterRises(ToDoubleFunction<Rise> figure) {
        return rises.stream().mapToDouble(figure);
    }

    private boolean rises(long timeNs) {
        double bps = parts.bps(spec, timeNs);
        return bps > 0 && bps >= RISE * parts.bps(spec, timeNs - STEP_NS);
    }

    /** When the flow gets its part, at the latest the end of the span. */
    private long reachedNs(long fromNs, long untilNs) {
        for (long timeNs = fromNs + SECOND_NS; timeNs < untilNs; timeNs += STEP_NS) {
            if (hasReached(timeNs)) {
                return timeNs;
            }
        }
        return untilNs;
    }

    private boolean hasReached(long timeNs) {
        // What arrives may be a queue that drains, and what is sent may stay in one.
        double bps = Math.min(flow.sentBps(timeNs - SECOND_NS, timeNs), flow.receivedBps(timeNs - SECOND_NS, timeNs));
        return bps >= REACHED * parts.bps(spec, timeNs);
    }

    private long nextFallNs(long fromNs) {
        double bps = parts.bps(spec, fromNs);
        for (long timeNs = fromNs + STEP_NS; timeNs < endNs; timeNs += STEP_NS) {
            if (parts.bps(spec, timeNs) <= FALL * bps) {
                return timeNs;
            }
        }
        return endNs;
    }

    private static double seconds(long ns) {
        return ns / NS_PER_SECOND;
    }
}
