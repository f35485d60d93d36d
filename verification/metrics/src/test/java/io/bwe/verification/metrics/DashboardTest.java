package io.bwe.verification.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Grafana's dashboard shows all that servers really show, and is put together as Grafana expects it. */
class DashboardTest {
    private static final String DATA_SOURCE = "${datasource}";
    private static final int WIDTH = 24;
    private static final Pattern VARIABLE_QUERY = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static Scrape scrape;
    private static Tree dashboard;

    @BeforeAll
    static void read() throws IOException, InterruptedException {
        scrape = RealScrape.take().scrape();
        dashboard = Tree.read("docs/operations/bwe-dashboard.json");
    }

    private static List<Tree> panels() {
        return dashboard.list("panels");
    }

    private static boolean isRow(Tree panel) {
        return panel.get("type").text().equals("row");
    }

    private static List<Tree> graphs() {
        return panels().stream().filter(panel -> !isRow(panel)).toList();
    }

    private static List<Tree> variables() {
        return dashboard.get("templating").list("list");
    }

    private static Vocabulary vocabulary() {
        return new Vocabulary(scrape,
                variables().stream().map(variable -> variable.get("name").text()).collect(Collectors.toSet()));
    }

    private static List<PromQl> expressions(Tree graph) {
        return graph.list("targets").stream().map(target -> new PromQl(target.get("expr").text())).toList();
    }

    private static Set<String> metrics(Tree graph) {
        return expressions(graph).stream().flatMap(expression -> expression.selectors().stream())
                .map(PromQl.Selector::name).collect(Collectors.toSet());
    }

    @Test
    void graphsSpeakOfWhatIsScraped() {
        for (Tree graph : graphs()) {
            for (PromQl expression : expressions(graph)) {
                assertThat(vocabulary().faults(expression)).as(graph.get("title").text()).isEmpty();
            }
        }
    }

    @Test
    void everythingScrapedIsShown() {
        Set<String> metrics = new TreeSet<>();
        graphs().forEach(graph -> metrics.addAll(metrics(graph)));
        assertThat(metrics).isEqualTo(scrape.names());
    }

    @Test
    void everyGraphIsOfWhatIsChosen() {
        for (Tree graph : graphs()) {
            for (PromQl expression : expressions(graph)) {
                assertThat(expression.selectors()).as(graph.get("title").text()).allSatisfy(selector -> assertThat(
                        selector.conditions()).contains(new PromQl.Condition("job", "=~", "$job"),
                                new PromQl.Condition("instance", "=~", "$instance"),
                                new PromQl.Condition("estimator", "=~", "$estimator")));
            }
        }
    }

    @Test
    void variablesAskForWhatIsScraped() {
        assertThat(variables()).extracting(variable -> variable.get("name").text()).containsExactly("datasource", "job",
                "instance", "estimator");
        assertThat(variables().getFirst().get("type").text()).isEqualTo("datasource");
        for (Tree variable : variables().subList(1, variables().size())) {
            Matcher query = VARIABLE_QUERY.matcher(variable.get("query").get("query").text());
            assertThat(query.matches()).isTrue();
            PromQl expression = new PromQl("sum by (" + query.group(2) + ") (" + query.group(1) + ")");
            assertThat(vocabulary().faults(expression)).isEmpty();
            assertThat(variable.get("definition")).isEqualTo(variable.get("query").get("query"));
            assertThat(variable.get("datasource").get("uid").text()).isEqualTo(DATA_SOURCE);
        }
    }

    @Test
    void legendsNameLabelsThatAreLeft() {
        for (Tree graph : graphs()) {
            for (Tree target : graph.list("targets")) {
                PromQl expression = new PromQl(target.get("expr").text());
                Set<String> left = new HashSet<>(expression.groupLabels());
                if (!target.get("expr").text().startsWith("sum") && left.isEmpty()) {
                    left.addAll(Set.of("instance", "estimator"));
                }
                Matcher label = LEGEND_LABEL.matcher(target.get("legendFormat").text());
                while (label.find()) {
                    assertThat(left).as(graph.get("title").text()).contains(label.group(1));
                }
            }
        }
    }

    @Test
    void unitsAreThoseOfWhatIsShown() {
        for (Tree graph : graphs()) {
            String title = graph.get("title").text();
            String unit = graph.get("fieldConfig").get("defaults").get("unit").text();
            assertThat(unit).as(title).isEqualTo(unitOf(title, graph.list("targets").getFirst().get("expr").text()));
        }
    }

    /** By what an expression is made of. A panel about a share says so. */
    private static String unitOf(String title, String expression) {
        if (title.startsWith("Share of ")) {
            return "percentunit";
        }
        Set<String> metrics = new PromQl(expression).selectors().stream().map(PromQl.Selector::name)
                .collect(Collectors.toSet());
        Map<String, String> byEnd = Map.of("_bits_s", "bps", "_seconds", "s", "_seconds_sum", "s");
        for (Map.Entry<String, String> end : byEnd.entrySet()) {
            if (metrics.stream().anyMatch(metric -> metric.endsWith(end.getKey()))) {
                return end.getValue();
            }
        }
        boolean packets = metrics.stream()
                .anyMatch(metric -> metric.matches("bwe_packets_total|bwe_arrivals_clamped_total|.*_seconds_count"));
        return !expression.contains("rate(") ? "short" : packets ? "pps" : "cps";
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() {
        assertThat(panels()).extracting(panel -> panel.get("id").number()).doesNotHaveDuplicates();
        Set<List<Integer>> taken = new HashSet<>();
        for (Tree panel : panels()) {
            Tree at = panel.get("gridPos");
            int x = at.get("x").number();
            int width = at.get("w").number();
            assertThat(x).isNotNegative();
            assertThat(x + width).as(panel.get("title").text()).isLessThanOrEqualTo(WIDTH);
            for (int column = x; column < x + width; column++) {
                for (int line = 0; line < at.get("h").number(); line++) {
                    assertThat(taken.add(List.of(column, at.get("y").number() + line)))
                            .as("free: " + panel.get("title").text()).isTrue();
                }
            }
        }
    }

    @Test
    void everyGraphHasWhatGrafanaNeeds() {
        for (Tree graph : graphs()) {
            String title = graph.get("title").text();
            assertThat(title).isNotBlank();
            assertThat(graph.get("description").text()).as(title).endsWith(".");
            List<String> refIds = new ArrayList<>();
            for (Tree target : graph.list("targets")) {
                refIds.add(target.get("refId").text());
                assertThat(target.get("legendFormat").text()).as(title).isNotBlank();
                assertThat(target.get("datasource")).isEqualTo(graph.get("datasource"));
            }
            assertThat(refIds).as(title).isNotEmpty().doesNotHaveDuplicates().allMatch(refId -> refId.matches("[A-Z]"));
            assertThat(graph.get("datasource").get("type").text()).isEqualTo("prometheus");
            assertThat(graph.get("datasource").get("uid").text()).as(title).isEqualTo(DATA_SOURCE);
        }
    }

    @Test
    void everyRowHasGraphs() {
        List<Tree> panels = panels();
        assertThat(isRow(panels.getFirst())).isTrue();
        for (int i = 0; i < panels.size(); i++) {
            assertThat(isRow(panels.get(i)) && (i + 1 == panels.size() || isRow(panels.get(i + 1)))).isFalse();
        }
        assertThat(panels.stream().filter(DashboardTest::isRow).map(row -> row.get("title").text())).containsExactly(
                "Interceptors", "Estimates", "Packets by result", "REMBs by reason", "Over-use", "Streams",
                "Delay to the estimator", "Errors");
    }

    @Test
    void nothingIsOfACertainGrafana() throws IOException {
        assertThat(dashboard.get("id").value()).isNull();
        assertThat(dashboard.keys()).doesNotContain("__inputs", "gnetId", "iteration", "folderUid");
        assertThat(dashboard.get("schemaVersion").number()).isGreaterThanOrEqualTo(39);
        assertThat(Tree.text("docs/operations/bwe-dashboard.json")).doesNotContain("http:", "https:");
    }
}
