package io.bwe.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What is printed after a replay. One estimator's totals stand below those of the packets; several stand side by side
 * in a table, with the course over time below it.
 */
final class ReplayReport {
    private static final int LABEL_COLUMNS = 11;
    private static final double KBPS = 1e3;
    private static final String NONE = "-";
    private static final String FAILED = "failed";
    private static final String OVERUSE_MARK = "*";

    private final PrintWriter output;
    private final List<ReplayedEstimator> estimators;

    ReplayReport(PrintWriter output, List<ReplayedEstimator> estimators) {
        this.output = output;
        this.estimators = estimators;
    }

    /**
     * Prints all of it.
     *
     * @param input what was replayed
     * @param summary the totals of the packets
     * @param course the course over time
     */
    void print(ReplayInput input, ReplaySummary summary, ReplayCourse course) {
        List<String> skipped = input.packets().skipped();
        input.heading().forEach(this::line);
        if (estimators.size() == 1) {
            line("estimator", estimators.get(0).name());
        }
        summary.lines().forEach(this::line);
        if (estimators.size() == 1) {
            printTotals(estimators.get(0));
            printSkipped(skipped);
        } else {
            printSkipped(skipped);
            output.println();
            printTotals();
            output.println();
            printCourse(course);
        }
        output.flush();
    }

    private void line(String label, String text) {
        output.printf(Locale.ROOT, "%-" + LABEL_COLUMNS + "s%s%n", label, text);
    }

    private void printSkipped(List<String> skipped) {
        String label = "skipped";
        for (String text : skipped) {
            line(label, text);
            label = "";
        }
    }

    private void printTotals(ReplayedEstimator estimator) {
        line("estimate", estimator.hasEstimate()
                ? "final " + rate(estimator.estimateBps()) + ", min " + rate(estimator.minEstimateBps()) + ", max "
                        + rate(estimator.maxEstimateBps())
                : "none");
        line("over-use", episodes(estimator));
        line("REMBs", String.format(Locale.ROOT, "%,d (at libwebrtc's pace)", estimator.rembs()));
    }

    private void printTotals() {
        TextTable table = new TextTable();
        row(table, "estimator", ReplayedEstimator::name);
        row(table, "estimate at the end",
                estimator -> estimator.hasFailed() ? FAILED : ifAny(estimator, estimator.estimateBps()));
        row(table, "lowest estimate", estimator -> ifAny(estimator, estimator.minEstimateBps()));
        row(table, "highest estimate", estimator -> ifAny(estimator, estimator.maxEstimateBps()));
        row(table, "first estimate at",
                estimator -> estimator.hasEstimate() ? seconds(estimator.firstEstimateNs()) : NONE);
        row(table, "over-use", ReplayReport::episodes);
        row(table, "REMBs at libwebrtc's pace",
                estimator -> String.format(Locale.ROOT, "%,d", estimator.rembs()));
        table.print(output);
    }

    private void row(TextTable table, String label, Function<ReplayedEstimator, String> cell) {
        List<String> cells = new ArrayList<>(List.of(label));
        estimators.forEach(estimator -> cells.add(cell.apply(estimator)));
        table.row(cells);
    }

    private void printCourse(ReplayCourse course) {
        output.println("Over time in kb/s, estimates at the end of each row; " + OVERUSE_MARK
                + " where over-use was signalled.");
        TextTable table = new TextTable();
        List<String> header = new ArrayList<>(List.of("      until", "incoming"));
        // The mark has a column of its own, so that figures stand below each other.
        estimators.forEach(estimator -> header.add(estimator.name() + " "));
        table.row(header);
        for (ReplayCourse.Row row : course.rows()) {
            List<String> cells = new ArrayList<>();
            cells.add(String.format(Locale.ROOT, "%,9.3f s", row.endNs() / 1e9));
            cells.add(row.incomingBps() < 0 ? NONE : kbps(row.incomingBps()));
            for (int i = 0; i < estimators.size(); i++) {
                cells.add(estimate(row.estimateBps().get(i)) + (row.overuse().get(i) ? OVERUSE_MARK : " "));
            }
            table.row(cells);
        }
        table.print(output);
    }

    private static String estimate(long bps) {
        return bps == ReplayCourse.FAILED ? FAILED : bps == ReplayCourse.NO_ESTIMATE ? NONE : kbps(bps);
    }

    private static String ifAny(ReplayedEstimator estimator, long bps) {
        return estimator.hasEstimate() ? rate(bps) : NONE;
    }

    private static String episodes(ReplayedEstimator estimator) {
        return String.format(Locale.ROOT, "%,d %s", estimator.overuseEpisodes(),
                estimator.overuseEpisodes() == 1 ? "episode" : "episodes");
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%,.3f s", ns / 1e9);
    }

    private static String rate(long bps) {
        return String.format(Locale.ROOT, "%,d b/s", bps);
    }

    private static String kbps(long bps) {
        return String.format(Locale.ROOT, "%,d", Math.round(bps / KBPS));
    }
}
