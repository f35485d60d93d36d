package io.bwe.cli;

import io.bwe.testkit.lab.Scenario;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The evaluation as text: a block for each scenario, a row for each estimator. No state. */
final class EvaluationTable {
    private static final int GAP = 2;
    private static final String NOT_APPLICABLE = "-";

    private EvaluationTable() {
    }

    static void print(List<EvaluationCase> cases, PrintWriter output) {
        TextTable table = TextTable.withLabels(GAP);
        List<EvaluatedMetric> columns = columns(cases);
        List<String> heading = new ArrayList<>(List.of(""));
        columns.forEach(metric -> heading.add(metric.heading()));
        table.row(heading);
        Scenario before = null;
        for (EvaluationCase it : cases) {
            if (it.scenario() != before) {
                before = it.scenario();
                table.row(List.of(before.name()));
            }
            List<String> cells = new ArrayList<>(List.of("  " + it.estimator().name()));
            columns.forEach(metric -> cells.add(cell(it, metric)));
            table.row(cells);
        }
        table.print(output);
    }

    /** The figures that apply to any of the cases. */
    static List<EvaluatedMetric> columns(List<EvaluationCase> cases) {
        return Stream.of(EvaluatedMetric.values())
                .filter(metric -> cases.stream().anyMatch(it -> it.spread(metric).isPresent())).toList();
    }

    /** A figure as it stands in the table. */
    static String cell(EvaluationCase it, EvaluatedMetric metric) {
        return it.spread(metric).map(EvaluationTable::text).orElse(NOT_APPLICABLE);
    }

    /** The median and, where seeds differ, how far the other values are from it at most. */
    private static String text(EvaluationCase.Spread spread) {
        double farthest = Math.max(spread.highest() - spread.median(), spread.median() - spread.lowest());
        String median = number(spread.median());
        return farthest == 0 ? median : median + " ±" + number(farthest);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.0f" : Math.abs(value) >= 1 ? "%.1f" : "%.2f",
                value);
    }
}
