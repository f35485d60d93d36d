package io.bwe.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Help.Ansi;

/**
 * What is printed after a replay. One estimator's totals stand below those of the packets; several stand side by side
 * in a table. The course over time comes last.
 */
final class ReplayReport {
    private static final int LABEL_COLUMNS = 11;
    private static final int GAP = 2;
    private static final String NONE = "-";
    private static final String FAILED = "failed";

    private final PrintWriter output;
    private final Ansi ansi;
    private final List<ReplayedEstimator> estimators;

    ReplayReport(PrintWriter output, Ansi ansi, List<ReplayedEstimator> estimators) {
        this.output = output;
        this.ansi = ansi;
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
            printTotalsOf(estimators.get(0));
            printSkipped(skipped);
            output.println();
            ReplayTimeline.printOne(output, course.rows(), ansi);
        } else {
            printSkipped(skipped);
            output.println();
            printTotals();
            output.println();
            ReplayTimeline.printSeveral(output, estimators.stream().map(ReplayedEstimator::name).toList(),
                    course.rows(), ansi);
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

    private void printTotalsOf(ReplayedEstimator estimator) {
        line("estimate", estimator.hasEstimate()
                ? "final " + rate(estimator.estimateBps()) + ", min " + rate(estimator.minEstimateBps()) + ", max "
                        + rate(estimator.maxEstimateBps())
                : "none");
        line("over-use", episodes(estimator));
        line("REMBs", String.format(Locale.ROOT, "%,d (at libwebrtc's pace)", estimator.rembs()));
    }

    /** Prints the totals of the estimators side by side. */
    void printTotals() {
        TextTable table = TextTable.withLabels(GAP);
        row(table, "estimator", ReplayedEstimator::name);
        row(table, "kb/s at the end",
                estimator -> estimator.hasFailed() ? FAILED : ifAny(estimator, estimator.estimateBps()));
        row(table, "lowest kb/s", estimator -> ifAny(estimator, estimator.minEstimateBps()));
        row(table, "highest kb/s", estimator -> ifAny(estimator, estimator.maxEstimateBps()));
        row(table, "first after",
                estimator -> estimator.hasEstimate() ? seconds(estimator.firstEstimateNs()) : NONE);
        row(table, "over-use episodes", estimator -> String.format(Locale.ROOT, "%,d", estimator.overuseEpisodes()));
        row(table, "REMBs", estimator -> String.format(Locale.ROOT, "%,d", estimator.rembs()));
        table.print(output);
    }

    private void row(TextTable table, String label, Function<ReplayedEstimator, String> cell) {
        List<String> cells = new ArrayList<>(List.of(label));
        estimators.forEach(estimator -> cells.add(cell.apply(estimator)));
        table.row(cells);
    }

    private static String ifAny(ReplayedEstimator estimator, long bps) {
        return estimator.hasEstimate() ? ReplayTimeline.kbps(bps) : NONE;
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
}
