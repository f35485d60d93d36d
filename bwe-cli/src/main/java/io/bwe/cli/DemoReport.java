package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * The demo's words: one line a second, and a summary. A line has at most 80 columns, unless there are many shadows,
 * which have theirs in place of the bar.
 */
final class DemoReport {
    private static final long SECOND_NS = 1_000_000_000;
    private static final double MS_NS = 1e6;
    /** The width of the bar, and the part of it that stands for the highest capacity. */
    private static final int BAR_COLUMNS = 28;
    private static final int CAPACITY_COLUMNS = 24;
    /** The narrowest column of a shadow. */
    private static final int RATE_COLUMNS = 6;

    private final DemoSchedule schedule;
    private final DemoMeasurements measured;
    private final List<DemoShadow> shadows;
    private final Ansi ansi;
    private final RateBar bar;

    DemoReport(DemoSchedule schedule, DemoMeasurements measured, List<DemoShadow> shadows, Ansi ansi) {
        this.schedule = schedule;
        this.measured = measured;
        this.shadows = List.copyOf(shadows);
        this.ansi = ansi;
        bar = new RateBar(schedule.highestBps(), CAPACITY_COLUMNS, BAR_COLUMNS);
    }

    /** What the columns are. */
    List<String> header() {
        StringBuilder columns = new StringBuilder(" time capacity   sent   recv    est usage    queue  ");
        if (shadows.isEmpty()) {
            columns.append("estimate = and capacity |");
        }
        shadows.forEach(shadow -> columns.append(inColumn(shadow, shadow.name())));
        return List.of("Rates in kb/s: capacity counts IP packets, the rest RTP payload, as REMB does.",
                columns.toString().stripTrailing());
    }

    /** A text at the right of a shadow's column. */
    private static String inColumn(DemoShadow shadow, String text) {
        return String.format(Locale.ROOT, "%" + Math.max(RATE_COLUMNS, shadow.name().length()) + "s  ", text);
    }

    /**
     * One second. Also lets the shadows note what they say.
     *
     * @param second the second that has just ended, 1 for the first
     * @param estimate what the interceptor says now
     * @return the line, without colour at most 80 columns where there are no shadows
     */
    String line(int second, EstimateView estimate) {
        long toNs = second * SECOND_NS;
        long fromNs = toNs - SECOND_NS;
        long capacityBps = schedule.capacityBps(toNs - 1);
        boolean over = estimate.usage() == BandwidthUsage.OVERUSING || measured.overused(fromNs, toNs);
        UsageStyle usage = UsageStyle.of(over ? BandwidthUsage.OVERUSING : estimate.usage());
        return String.format(Locale.ROOT, "%4ds %8s %6s %6s %6s %s %4d ms  %s", second, kbps(capacityBps),
                kbps(measured.sentBps(fromNs, toNs)), kbps(measured.receivedBps(fromNs, toNs)),
                shown(estimate), coloured(usage), Math.round(measured.queueDelayNs(fromNs, toNs) / MS_NS),
                shadows.isEmpty() ? bar.draw(estimate.estimateBps(), capacityBps) : shadowColumns());
    }

    private String shadowColumns() {
        StringBuilder columns = new StringBuilder();
        shadows.forEach(shadow -> columns.append(inColumn(shadow, shown(shadow.sample()))));
        return columns.toString().stripTrailing();
    }

    private static String shown(EstimateView estimate) {
        return estimate.hasEstimate() ? kbps(estimate.estimateBps()) : "-";
    }

    /**
     * What came out.
     *
     * @param result of the run
     * @return the lines
     */
    List<String> summary(DemoResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "utilisation  %.0f %% of the link's capacity",
                result.utilisationPercent()));
        lines.add(String.format(Locale.ROOT, "queue delay  p95 %.0f ms, highest %.0f ms",
                measured.p95QueueDelayNs() / MS_NS, measured.highestQueueDelayNs() / MS_NS));
        lines.add(String.format(Locale.ROOT, "loss         %.1f %% (%d of %d packets dropped by the full queue)",
                result.lossPercent(), measured.droppedPackets(), measured.offeredPackets()));
        lines.add(String.format(Locale.ROOT, "REMBs        %d sent, %d received", result.rembsSent(),
                measured.rembs().size()));
        shadows.forEach(shadow -> lines.add(summary(shadow)));
        result.stepsDown().forEach(down -> lines.add(summary(down)));
        result.swap().ifPresent(swap -> lines.add(String.format(Locale.ROOT,
                "swap         %s; longest gap between REMBs %.1f s", swap.outcome(),
                result.longestRembGap().lengthNs() / 1e9)));
        return lines;
    }

    private static String summary(DemoShadow shadow) {
        return "shadow       " + shadow.name() + (shadow.hasEstimate()
                ? ": " + kbps(shadow.lastBps()) + " kb/s at the end, lowest " + kbps(shadow.lowestBps()) + ", highest "
                        + kbps(shadow.highestBps())
                : ": no estimate");
    }

    private static String summary(DemoResult.StepDown down) {
        double drainLimitMs = DemoChecks.DRAINED_NS / MS_NS;
        String drained = down.drainedNs() == 0
                ? String.format(Locale.ROOT, "always below %.0f ms", drainLimitMs)
                : String.format(Locale.ROOT, "below %.0f ms after %.1f s", drainLimitMs, down.drainedNs() / 1e9);
        return String.format(Locale.ROOT, "step down    at %.1f s to %s kb/s: queue up to %.0f ms, %s",
                down.step().fromNs() / 1e9, kbps(down.step().capacityBps()), down.queueDelayNs() / MS_NS, drained);
    }

    private String coloured(UsageStyle usage) {
        return ansi.enabled() ? ansi.string("@|" + usage.colour() + " " + usage.padded() + "|@") : usage.padded();
    }

    private static String kbps(long bps) {
        return Long.toString(Math.round(bps / 1e3));
    }
}
