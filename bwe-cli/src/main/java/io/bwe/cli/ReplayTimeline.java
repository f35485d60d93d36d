package io.bwe.cli;

import io.bwe.cli.ReplayCourse.Outcome;
import io.bwe.cli.ReplayCourse.Row;
import io.bwe.cli.TextTable.Cell;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * The course of a replay for the eye: for one estimator with all that is known and a bar, for several side by side.
 * A line has at most 80 columns, but for many estimators or long names. No state.
 */
final class ReplayTimeline {
    private static final int LINE_COLUMNS = 80;
    private static final int GAP = 2;
    private static final int MIN_BAR_COLUMNS = 8;
    private static final int MAX_BAR_COLUMNS = 28;
    private static final String NONE = "-";
    private static final String FAILED = "failed";
    private static final String OVERUSE_MARK = "*";

    private ReplayTimeline() {
    }

    /** Prints the rows of a single estimator. */
    static void printOne(PrintWriter output, List<Row> rows, Ansi ansi) {
        output.println("Over time in kb/s: the bar is the estimate at the end of the row, | is incoming;");
        output.println("lowest is given where the estimate was lower than at both ends of the row.");
        TextTable figures = TextTable.ofFigures(GAP, ansi);
        figures.row(List.of("until s", "incoming", "estimate", "lowest", "usage ", "REMBs"));
        long highestBps = 1;
        long beforeBps = ReplayCourse.NO_ESTIMATE;
        for (Row row : rows) {
            Outcome outcome = row.outcomes().get(0);
            UsageStyle usage = UsageStyle.of(outcome.usage());
            figures.colouredRow(List.of(new Cell(seconds(row.endNs())), new Cell(incoming(row)),
                    new Cell(estimate(outcome)), new Cell(dip(outcome, beforeBps)),
                    new Cell(usage.padded(), usage.colour()),
                    new Cell(String.format(Locale.ROOT, "%,d", outcome.rembs()))));
            highestBps = Math.max(highestBps, Math.max(row.incomingBps(), outcome.estimateBps()));
            beforeBps = outcome.estimateBps();
        }
        int columns = Math.clamp(LINE_COLUMNS - GAP - figures.width(), MIN_BAR_COLUMNS, MAX_BAR_COLUMNS);
        RateBar bar = new RateBar(highestBps, columns, columns);
        List<String> lines = figures.lines();
        output.println(lines.get(0).stripTrailing());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            output.println((lines.get(i + 1) + " ".repeat(GAP)
                    + bar.draw(row.outcomes().get(0).estimateBps(), row.incomingBps())).stripTrailing());
        }
    }

    /** The lowest estimate of a row, if neither its beginning nor its end shows how low it was. */
    private static String dip(Outcome outcome, long beforeBps) {
        long lowestBps = outcome.lowestBps();
        return lowestBps >= 0 && lowestBps < beforeBps && lowestBps < outcome.estimateBps() ? kbps(lowestBps) : "";
    }

    /** Prints the rows of several estimators. */
    static void printSeveral(PrintWriter output, List<String> names, List<Row> rows, Ansi ansi) {
        output.println(
                "Over time in kb/s, estimates at the end of the row; " + OVERUSE_MARK + " is over-use meanwhile.");
        // The mark has a column of its own, so that figures stand below each other; it is the other half of the gap.
        TextTable table = TextTable.ofFigures(GAP - OVERUSE_MARK.length(), ansi);
        List<String> header = new ArrayList<>(List.of("until s ", "incoming "));
        names.forEach(name -> header.add(name + " "));
        table.row(header);
        for (Row row : rows) {
            List<Cell> cells = new ArrayList<>();
            cells.add(new Cell(seconds(row.endNs()) + " "));
            cells.add(new Cell(incoming(row) + " "));
            for (Outcome outcome : row.outcomes()) {
                UsageStyle usage = UsageStyle.of(outcome.usage());
                cells.add(outcome.overused()
                        ? new Cell(estimate(outcome) + OVERUSE_MARK, usage.colour())
                        : new Cell(estimate(outcome) + " "));
            }
            table.colouredRow(cells);
        }
        table.print(output);
    }

    private static String seconds(long ns) {
        // Without separators: a long replay has to fit as well.
        return String.format(Locale.ROOT, "%.3f", ns / 1e9);
    }

    private static String incoming(Row row) {
        return row.incomingBps() < 0 ? NONE : kbps(row.incomingBps());
    }

    private static String estimate(Outcome outcome) {
        return outcome.estimateBps() == ReplayCourse.FAILED
                ? FAILED
                : outcome.estimateBps() == ReplayCourse.NO_ESTIMATE ? NONE : kbps(outcome.estimateBps());
    }

    /** Thousands of bits per second. */
    static String kbps(long bps) {
        return String.format(Locale.ROOT, "%,d", Math.round(bps / 1e3));
    }
}
