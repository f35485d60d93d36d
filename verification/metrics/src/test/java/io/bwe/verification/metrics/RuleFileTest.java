package io.bwe.verification.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules for Prometheus go by what servers really show, and are those of docs/operations.md. */
class RuleFileTest {
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");
    private static final String PROMTOOL_TESTS = "verification/metrics/src/test/promtool/bwe-rules-test.yml";
    private static Scrape scrape;
    private static RuleFile rules;

    @BeforeAll
    static void read() throws IOException, InterruptedException {
        scrape = RealScrape.take().scrape();
        rules = new RuleFile();
    }

    private static Set<String> names() {
        return rules.alerts().stream().map(alert -> alert.get("alert").text())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void rulesSpeakOfWhatIsScraped() {
        assertThat(rules.faults(new Vocabulary(scrape, Set.of()))).isEmpty();
    }

    @Test
    void alertsAreThoseOfTheDocumentation() throws IOException {
        List<MarkdownTable> tables = MarkdownTable.withColumn("alert", Tree.text("docs/operations.md"));
        assertThat(tables).hasSize(1);
        Set<String> documented = new TreeSet<>();
        for (List<String> row : tables.getFirst().rows()) {
            List<String> alerts = MarkdownTable.code(tables.getFirst().cell(row, "alert"));
            assertThat(alerts).as("alerts for %s", row).isNotEmpty();
            documented.addAll(alerts);
        }
        assertThat(names()).isEqualTo(documented);
        assertThat(rules.alerts()).as("each name once").hasSameSizeAs(documented);
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() {
        for (Tree alert : rules.alerts()) {
            assertThat(alert.get("for").text()).matches("\\d+m");
            assertThat(alert.get("labels").get("severity").text()).isIn("critical", "warning");
            assertThat(alert.get("annotations").keys()).containsExactlyInAnyOrder("summary", "description");
            String summary = alert.get("annotations").get("summary").text();
            assertThat(summary).as("which server").contains("{{ $labels.instance }}").doesNotEndWith(".");
            String description = alert.get("annotations").get("description").text();
            assertThat(description).endsWith(".").hasSizeGreaterThan(80);
            Matcher label = LABEL.matcher(summary + description);
            while (label.find()) {
                assertThat(label.group(1)).isIn("instance", "estimator");
            }
        }
    }

    @Test
    void criticalAlertsAreThoseOfTheDocumentation() throws IOException {
        String sentence = Tree.text("docs/operations.md").lines()
                .filter(line -> line.contains("have the severity `critical`")).findFirst().orElseThrow();
        Set<String> critical = rules.alerts().stream()
                .filter(alert -> alert.get("labels").get("severity").text().equals("critical"))
                .map(alert -> alert.get("alert").text()).collect(Collectors.toCollection(TreeSet::new));
        critical.add("critical");
        assertThat(MarkdownTable.code(sentence)).containsExactlyInAnyOrderElementsOf(critical);
    }

    @Test
    void sendTimesAreMissedForEachEstimatorThatNeedsThem() {
        Tree rule = rules.alerts().stream().filter(alert -> alert.get("alert").text().equals("BweSendTimesMissing"))
                .findFirst().orElseThrow();
        List<PromQl.Condition> conditions = new PromQl(rule.get("expr").text()).selectors().getFirst().conditions();
        String estimators = conditions.stream().filter(condition -> condition.label().equals("estimator")).findFirst()
                .orElseThrow().value();
        assertThat(estimators.split("\\|"))
                .containsExactlyInAnyOrderElementsOf(Providers.estimators().all().stream()
                        .filter(provider -> !provider.worksWithoutSendTime()).map(EstimatorProvider::name).toList());
    }

    /** What verification/metrics/promtool runs: it proves something only with series as they really are. */
    @Test
    void promtoolIsGivenSeriesThatThereAre() throws IOException {
        Vocabulary vocabulary = new Vocabulary(scrape, Set.of());
        for (Tree test : Tree.read(PROMTOOL_TESTS).list("tests")) {
            for (Tree series : test.list("input_series")) {
                PromQl selector = new PromQl(series.get("series").text());
                assertThat(vocabulary.faults(selector)).as(series.toString()).isEmpty();
                assertThat(selector.selectors().getFirst().conditions()).extracting(PromQl.Condition::label)
                        .contains("job", "instance", "estimator");
            }
        }
    }

    @Test
    void promtoolSeesEveryAlertFireAndStaySilent() throws IOException {
        Set<String> fired = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Tree test : Tree.read(PROMTOOL_TESTS).list("tests")) {
            for (Tree expected : test.has("alert_rule_test") ? test.list("alert_rule_test") : List.<Tree>of()) {
                boolean fires = !expected.list("exp_alerts").isEmpty();
                (fires ? fired : silent).add(expected.get("alertname").text());
            }
        }
        assertThat(fired).isEqualTo(names());
        assertThat(silent).isEqualTo(names());
    }
}
