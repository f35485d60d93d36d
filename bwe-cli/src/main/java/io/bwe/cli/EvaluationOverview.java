package io.bwe.cli;

import io.bwe.testkit.lab.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** The evaluation as a page: the table, from which links lead to the page of each scenario beside it. No state. */
final class EvaluationOverview {
    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { margin: 24px; font: 14px/1.45 system-ui, sans-serif; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: 2px 12px; text-align: right; white-space: nowrap; }
            th:first-child, td:first-child { text-align: left; }
            .scenario td { padding-top: 14px; white-space: normal; }
            small { color: GrayText; }
            """;

    private EvaluationOverview() {
    }

    /**
     * Writes the page.
     *
     * @param cases what to tell of, those of a scenario one after the other
     * @param subtitle how it was run
     * @param pages the page of each scenario, in the folder of the file
     * @param file where to
     * @throws BadInputException if it cannot be written
     */
    static void write(List<EvaluationCase> cases, String subtitle, Map<Scenario, OutputFile> pages, OutputFile file)
            throws BadInputException {
        try {
            Files.writeString(file.path(), text(cases, subtitle, pages), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
    }

    private static String text(List<EvaluationCase> cases, String subtitle, Map<Scenario, OutputFile> pages) {
        List<EvaluatedMetric> columns = EvaluationTable.columns(cases);
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
                .append("<link rel=\"icon\" href=\"data:,\">\n<title>Estimators in the lab</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n<h1>Estimators in the lab</h1>\n<p>").append(escaped(subtitle))
                .append("</p>\n<table>\n<tr><th></th>");
        columns.forEach(metric -> html.append("<th>").append(escaped(metric.heading())).append("</th>"));
        html.append("</tr>\n");
        Scenario before = null;
        for (EvaluationCase it : cases) {
            if (it.scenario() != before) {
                before = it.scenario();
                appendScenario(html, before, pages.get(before), columns.size() + 1);
            }
            html.append("<tr><td>").append(escaped(it.estimator().name())).append("</td>");
            columns.forEach(metric -> html.append("<td>").append(EvaluationTable.cell(it, metric)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</table>\n</html>\n").toString();
    }

    private static void appendScenario(StringBuilder html, Scenario scenario, OutputFile page, int width) {
        html.append("<tr class=\"scenario\"><td colspan=\"").append(width).append("\"><a href=\"")
                .append(escaped(String.valueOf(page.path().getFileName()))).append("\">")
                .append(escaped(scenario.name()))
                .append("</a> <small>").append(escaped(scenario.description())).append("</small></td></tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
