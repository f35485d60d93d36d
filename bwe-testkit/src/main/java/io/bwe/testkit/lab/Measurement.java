package io.bwe.testkit.lab;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Makes figures of a run. */
final class Measurement {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long STEP_NS = FlowLog.BIN_NS;
    private static final double REACHED = 0.8;
    private static final double RISE = 1.5;
    private static final double FALL = 0.5;
    /** Time to become fair in, before fairness is measured. */
    private static final long SETTLING_NS = 10 * SECOND_NS;

    private final LabResult result;
    private final List<LabFlow> media;
    private final long durationNs;

    Measurement(LabResult result) {
        this.result = result;
        media = result.media().stream().filter(flow -> !flow.spec().backward()).toList();
        durationNs = result.scenario().duration().toNanos();
    }

    LabMetrics metrics() {
        float[] waitsMs = waits();
        return new LabMetrics(utilisation(), mean(waitsMs), percentile95(waitsMs), loss(),
                mean(media.stream().mapToDouble(this::convergenceS)),
                mean(media.stream().flatMapToDouble(this::recoveriesS)), overshoot(), fairness(),
                mean(media.stream().mapToDouble(flow -> flow.rembs().size() / activeS(flow))), share());
    }

    private double utilisation() {
        double bits = result.flows().stream().filter(flow -> !flow.spec().backward())
                .mapToDouble(flow -> flow.receivedBps(0, durationNs)).sum();
        return bits * (durationNs / (double) SECOND_NS) / result.capacity().bits(0, durationNs);
    }

    private float[] waits() {
        float[] all = {};
        for (LabFlow flow : media) {
            float[] some = flow.log().waitsMs();
            int from = all.length;
            all = Arrays.copyOf(all, from + some.length);
            System.arraycopy(some, 0, all, from, some.length);
        }
        Arrays.sort(all);
        return all;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double percentile95(float[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1) * 0.95)];
    }

    private static double mean(DoubleStream values) {
        return values.average().orElse(Double.NaN);
    }

    private double loss() {
        long sent = media.stream().mapToLong(flow -> flow.log().packetsSent()).sum();
        return media.stream().mapToLong(flow -> flow.log().packetsLost()).sum() / (double) sent;
    }

    private double convergenceS(LabFlow flow) {
        MediaSettings spec = ((MediaFlow) flow.spec()).settings();
        long untilNs = Math.min(durationNs, spec.endNs);
        return (reachedNs(flow, spec.startNs, untilNs) - spec.startNs) / (double) SECOND_NS;
    }

    /** When a flow gets its part, at the latest the end of the span. */
    private long reachedNs(LabFlow flow, long fromNs, long untilNs) {
        for (long timeNs = fromNs + SECOND_NS; timeNs < untilNs; timeNs += STEP_NS) {
            // What arrives may be a queue that drains, and what is sent may stay in one.
            double bps = Math.min(flow.sentBps(timeNs - SECOND_NS, timeNs),
                    flow.receivedBps(timeNs - SECOND_NS, timeNs));
            if (bps >= REACHED * partBps(flow, timeNs)) {
                return timeNs;
            }
        }
        return untilNs;
    }

    private DoubleStream recoveriesS(LabFlow flow) {
        MediaSettings spec = ((MediaFlow) flow.spec()).settings();
        DoubleStream.Builder found = DoubleStream.builder();
        long untilNs = Math.min(durationNs, spec.endNs);
        for (long timeNs = spec.startNs + STEP_NS; timeNs < untilNs; timeNs += STEP_NS) {
            double bps = partBps(flow, timeNs);
            if (bps > 0 && bps >= RISE * partBps(flow, timeNs - STEP_NS)) {
                found.add((reachedNs(flow, timeNs, nextFallNs(flow, timeNs, untilNs)) - timeNs)
                        / (double) SECOND_NS);
            }
        }
        return found.build();
    }

    private long nextFallNs(LabFlow flow, long fromNs, long untilNs) {
        double bps = partBps(flow, fromNs);
        for (long timeNs = fromNs + STEP_NS; timeNs < untilNs; timeNs += STEP_NS) {
            if (partBps(flow, timeNs) <= FALL * bps) {
                return timeNs;
            }
        }
        return untilNs;
    }

    /** What a flow of media could get at a time: what it wants, or its share of what is left for those who yield. */
    private double partBps(LabFlow flow, long timeNs) {
        MediaSettings spec = ((MediaFlow) flow.spec()).settings();
        if (!spec.isActive(timeNs)) {
            return 0;
        }
        double leftBps = result.capacity().capacityBps(timeNs);
        int sharers = 0;
        for (LabFlow other : result.flows()) {
            switch (other.spec()) {
                case MediaFlow it -> sharers += it.settings().isActive(timeNs) && !it.backward() ? 1 : 0;
                case TcpFlow it -> sharers += isEndless(it) && isWithin(it, timeNs) ? 1 : 0;
                case ConstantFlow it -> leftBps -= rateBps(it, timeNs);
            }
        }
        return Math.min(spec.wantedBps(timeNs), Math.max(0, leftBps) / sharers);
    }

    private static long rateBps(ConstantFlow flow, long timeNs) {
        return timeNs >= flow.start().toNanos() && timeNs < flow.end().toNanos() ? flow.rateBps() : 0;
    }

    private static boolean isEndless(TcpFlow flow) {
        return flow.smallestBytes() == 0;
    }

    private static boolean isWithin(TcpFlow flow, long timeNs) {
        return timeNs >= flow.start().toNanos() && timeNs < flow.end().toNanos();
    }

    private double overshoot() {
        double beyond = 0;
        for (long timeNs = 0; timeNs + SECOND_NS <= durationNs; timeNs += SECOND_NS) {
            double sent = 0;
            for (LabFlow flow : media) {
                sent += flow.sentBps(timeNs, timeNs + SECOND_NS);
            }
            for (LabFlow flow : result.flows()) {
                sent += flow.spec() instanceof ConstantFlow it ? rateBps(it, timeNs) : 0;
            }
            beyond += Math.max(0, sent - result.capacity().bits(timeNs, timeNs + SECOND_NS));
        }
        return beyond / result.capacity().bits(0, durationNs);
    }

    private double fairness() {
        if (media.size() < 2) {
            return Double.NaN;
        }
        long fromNs = media.stream().mapToLong(flow -> ((MediaFlow) flow.spec()).settings().startNs).max().orElse(0)
                + SETTLING_NS;
        double[] bits = new double[media.size()];
        for (long timeNs = fromNs; timeNs < durationNs; timeNs += STEP_NS) {
            long now = timeNs;
            if (media.stream().allMatch(flow -> ((MediaFlow) flow.spec()).settings().isActive(now))) {
                for (int i = 0; i < bits.length; i++) {
                    bits[i] += media.get(i).receivedBps(timeNs, timeNs + STEP_NS);
                }
            }
        }
        double sum = Arrays.stream(bits).sum();
        return sum * sum / (bits.length * Arrays.stream(bits).map(it -> it * it).sum());
    }

    private double activeS(LabFlow flow) {
        MediaSettings spec = ((MediaFlow) flow.spec()).settings();
        return (Math.min(durationNs, spec.endNs) - spec.startNs) / (double) SECOND_NS;
    }

    private double share() {
        double ofMedia = 0;
        double ofTcp = 0;
        for (LabFlow flow : result.flows()) {
            if (flow.spec() instanceof TcpFlow) {
                ofTcp += flow.receivedBps(0, durationNs);
            }
        }
        for (LabFlow flow : media) {
            ofMedia += flow.receivedBps(tcpStartNs(), durationNs) * (durationNs - tcpStartNs()) / durationNs;
        }
        return ofTcp == 0 ? Double.NaN : ofMedia / (ofMedia + ofTcp);
    }

    private long tcpStartNs() {
        return result.flows().stream().map(LabFlow::spec).filter(TcpFlow.class::isInstance)
                .mapToLong(flow -> ((TcpFlow) flow).start().toNanos()).min().orElse(0);
    }
}
