package io.bwe.verification.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/operations.md lists all meters, and none that there is not, each with its tags and its name in Prometheus. */
class MeterDocumentationTest {
    private static final String ESTIMATOR = "estimator";
    private static String text;
    private static RealScrape.Shown shown;

    @BeforeAll
    static void take() throws IOException, InterruptedException {
        text = Tree.text("docs/operations.md");
        shown = RealScrape.take();
    }

    private static List<MarkdownTable> meters() {
        List<MarkdownTable> tables = MarkdownTable.withColumn("in Prometheus", text);
        assertThat(tables).as("counters, gauges, delay").hasSize(3);
        return tables;
    }

    @Test
    void everyMeterIsDocumentedAndEveryOneDocumentedIsThere() {
        Set<String> documented = new TreeSet<>();
        meters().forEach(table -> table.rows()
                .forEach(row -> documented.addAll(MarkdownTable.code(table.cell(row, "meter")))));
        assertThat(shown.meters()).isEqualTo(documented);
    }

    @Test
    void everyNameInPrometheusIsDocumentedAndEveryOneDocumentedIsScraped() {
        Set<String> documented = new TreeSet<>();
        for (MarkdownTable table : meters()) {
            table.rows().forEach(row -> documented.addAll(names(table, row)));
        }
        assertThat(shown.scrape().names()).isEqualTo(documented);
    }

    /** The names of a row; a second one may be cut short to what is different at its end. */
    private static List<String> names(MarkdownTable table, List<String> row) {
        List<String> names = MarkdownTable.code(table.cell(row, "in Prometheus"));
        String first = names.getFirst();
        return names.stream().map(name -> name.replace("...", first.substring(0, first.lastIndexOf('_')))).toList();
    }

    @Test
    void tagsAndTheirValuesAreThoseDocumented() {
        for (MarkdownTable table : meters()) {
            for (List<String> row : table.rows()) {
                Map<String, Set<String>> documented = documentedTags(table.cell(row, "tags"));
                names(table, row).forEach(name -> assertThat(tags(name)).as(name).isEqualTo(documented));
            }
        }
    }

    /** A tag without values there has them in a table of its own. */
    private static Map<String, Set<String>> documentedTags(String cell) {
        Map<String, Set<String>> tags = new TreeMap<>();
        List<String> code = MarkdownTable.code(cell);
        if (!code.isEmpty()) {
            Set<String> values = new TreeSet<>(code.subList(1, code.size()));
            if (values.isEmpty()) {
                String column = "`" + code.getFirst() + "`";
                MarkdownTable table = MarkdownTable.withColumn(column, text).getFirst();
                table.rows().forEach(row -> values.addAll(MarkdownTable.code(table.cell(row, column))));
            }
            tags.put(code.getFirst(), values);
        }
        return tags;
    }

    private static Map<String, Set<String>> tags(String name) {
        Map<String, Set<String>> tags = new TreeMap<>();
        for (Map<String, String> labels : shown.scrape().labels(name)) {
            assertThat(labels).as("every meter has it").containsKey(ESTIMATOR);
            labels.forEach((key, value) -> tags.computeIfAbsent(key, none -> new TreeSet<>()).add(value));
        }
        tags.remove(ESTIMATOR);
        return tags;
    }
}
