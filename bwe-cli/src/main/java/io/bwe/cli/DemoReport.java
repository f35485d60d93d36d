package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** The demo's words: one line a second of at most 80 columns, and a summary. Pure computation. */
final class DemoReport {
    private static final long SECOND_NS = 1_000_000_000;
    private static final double MS_NS = 1e6;
    /** The width of the bar, and the part of it that stands for the highest capacity. */
    private static final int BAR_COLUMNS = 28;
    private static final int CAPACITY_COLUMNS = 24;

    private final DemoSchedule schedule;
    private final DemoMeasurements measured;
    private final Ansi ansi;

    DemoReport(DemoSchedule schedule, DemoMeasurements measured, Ansi ansi) {
        this.schedule = schedule;
        this.measured = measured;
        this.ansi = ansi;
    }

    /** What the columns are. */
    List<String> header() {
        return List.of(
                "Rates in kb/s: capacity counts IP packets, the rest RTP payload, as REMB does.",
                " time capacity   sent   recv    est usage    queue  estimate = and capacity |");
    }

    /**
     * One second.
     *
     * @param second the second that has just ended, 1 for the first
     * @param estimate what the interceptor says now
     * @return the line, without colour at most 80 columns
     */
    String line(int second, EstimateView estimate) {
        long toNs = second * SECOND_NS;
        long fromNs = toNs - SECOND_NS;
        long capacityBps = schedule.capacityBps(toNs - 1);
        boolean over = estimate.usage() == BandwidthUsage.OVERUSING || measured.overused(fromNs, toNs);
        String usage = over ? "over" : estimate.usage() == BandwidthUsage.UNDERUSING ? "under" : "normal";
        String colour = over ? "red" : estimate.usage() == BandwidthUsage.UNDERUSING ? "yellow" : "green";
        return String.format(Locale.ROOT, "%4ds %8s %6s %6s %6s %s %4d ms  %s", second, kbps(capacityBps),
                kbps(measured.sentBps(fromNs, toNs)), kbps(measured.receivedBps(fromNs, toNs)),
                estimate.hasEstimate() ? kbps(estimate.estimateBps()) : "-", coloured(colour, usage, 6),
                Math.round(measured.queueDelayNs(fromNs, toNs) / MS_NS),
                bar(estimate.estimateBps(), capacityBps, schedule.highestBps()));
    }

    /**
     * What came out.
     *
     * @param elapsedNs how long the run lasted
     * @param rembsSent how many REMBs the interceptor says it handed to the writer
     * @return the lines
     */
    List<String> summary(long elapsedNs, long rembsSent) {
        long offered = measured.offeredPackets();
        long dropped = measured.droppedPackets();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "utilisation  %.0f %% of the link's capacity",
                100 * measured.carriedBits() / Math.max(1, schedule.capacityBits(elapsedNs))));
        lines.add(String.format(Locale.ROOT, "queue delay  p95 %.0f ms, highest %.0f ms",
                measured.p95QueueDelayNs() / MS_NS, measured.highestQueueDelayNs() / MS_NS));
        lines.add(String.format(Locale.ROOT, "loss         %.1f %% (%d of %d packets dropped by the full queue)",
                100.0 * dropped / Math.max(1, offered), dropped, offered));
        lines.add(String.format(Locale.ROOT, "REMBs        %d sent, %d received", rembsSent,
                measured.rembs().size()));
        for (DemoSchedule.Step step : schedule.steps()) {
            if (step.isDown() && step.fromNs() < elapsedNs) {
                lines.add(stepDown(step, elapsedNs));
            }
        }
        return lines;
    }

    private String stepDown(DemoSchedule.Step step, long elapsedNs) {
        long endNs = Math.min(schedule.endNs(step), elapsedNs);
        double drainLimitMs = DemoChecks.DRAINED_NS / MS_NS;
        long drainedNs = measured.lastDelayAtLeast(DemoChecks.DRAINED_NS, step.fromNs(), endNs) - step.fromNs();
        String drained = drainedNs == 0
                ? String.format(Locale.ROOT, "always below %.0f ms", drainLimitMs)
                : String.format(Locale.ROOT, "below %.0f ms after %.1f s", drainLimitMs, drainedNs / 1e9);
        return String.format(Locale.ROOT, "step down    at %.1f s %s -> %s kb/s: queue up to %.0f ms, %s",
                step.fromNs() / 1e9, kbps(step.beforeBps()), kbps(step.capacityBps()),
                measured.queueDelayNs(step.fromNs(), endNs) / MS_NS, drained);
    }

    /**
     * Draws the estimate against the capacity.
     *
     * @param estimateBps the length of the bar, cut at the right margin
     * @param capacityBps where the mark is
     * @param fullBps what six sevenths of the width stand for
     * @return a text without trailing blanks
     */
    static String bar(long estimateBps, long capacityBps, long fullBps) {
        int filled = columns(estimateBps, fullBps);
        int mark = columns(capacityBps, fullBps);
        StringBuilder bar = new StringBuilder();
        for (int column = 1; column <= Math.max(filled, mark); column++) {
            bar.append(column == mark ? '|' : column <= filled ? '=' : ' ');
        }
        return bar.toString();
    }

    private static int columns(long bps, long fullBps) {
        return (int) Math.clamp(Math.round((double) bps * CAPACITY_COLUMNS / fullBps), 0L, BAR_COLUMNS);
    }

    private String coloured(String colour, String text, int width) {
        String padded = String.format(Locale.ROOT, "%-" + width + "s", text);
        return ansi.enabled() ? ansi.string("@|" + colour + " " + padded + "|@") : padded;
    }

    private static String kbps(long bps) {
        return Long.toString(Math.round(bps / 1e3));
    }
}
