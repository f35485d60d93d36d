package io.bwe.testkit.lab;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Makes figures of a run. */
final class Measurement {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long STEP_NS = FlowLog.BIN_NS;
    /** Time to become fair in, before fairness is measured. */
    private static final long SETTLING_NS = 10 * SECOND_NS;

    private final LabResult result;
    private final List<LabFlow> media;
    private final FlowPart parts;
    private final long durationNs;

    Measurement(LabResult result) {
        this.result = result;
        media = result.media().stream().filter(flow -> !flow.spec().backward()).toList();
        parts = new FlowPart(result);
        durationNs = result.scenario().duration().toNanos();
    }

    LabMetrics metrics() {
        float[] waitsMs = waits();
        List<FlowProgress> progress = media.stream().map(flow -> new FlowProgress(flow, parts, durationNs)).toList();
        return new LabMetrics(utilisation(), mean(waitsMs), percentile95(waitsMs), loss(),
                mean(progress.stream().mapToDouble(FlowProgress::convergenceS)),
                mean(progress.stream().flatMapToDouble(FlowProgress::recoveriesS)),
                mean(progress.stream().flatMapToDouble(FlowProgress::usesAfterRises)),
                progress.stream().map(FlowProgress::longestDipS).flatMapToDouble(OptionalDouble::stream).max()
                        .orElse(Double.NaN),
                overshoot(), fairness(),
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

    private double overshoot() {
        double beyond = 0;
        for (long timeNs = 0; timeNs + SECOND_NS <= durationNs; timeNs += SECOND_NS) {
            double sent = parts.unyieldingBps(timeNs);
            for (LabFlow flow : media) {
                sent += flow.sentBps(timeNs, timeNs + SECOND_NS);
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
        long fromNs = tcp().mapToLong(flow -> flow.start().toNanos()).min().orElse(0);
        long untilNs = Math.min(durationNs, tcp().mapToLong(flow -> flow.end().toNanos()).max().orElse(0));
        if (untilNs <= fromNs) {
            return Double.NaN;
        }
        double ofMedia = media.stream().mapToDouble(flow -> flow.receivedBps(fromNs, untilNs)).sum();
        double ofTcp = result.flows().stream().filter(flow -> flow.spec() instanceof TcpFlow)
                .mapToDouble(flow -> flow.receivedBps(fromNs, untilNs)).sum();
        return ofMedia / (ofMedia + ofTcp);
    }

    private Stream<TcpFlow> tcp() {
        return result.flows().stream().map(LabFlow::spec).filter(TcpFlow.class::isInstance).map(TcpFlow.class::cast);
    }
}
