package io.bwe.cli;

import io.bwe.api.NanoClock;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.lab.Scenario;
import io.bwe.testkit.lab.Scenarios;
import io.bwe.testkit.lab.SenderKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bwe evaluate}: estimators through scenarios in a closed loop on virtual time. */
@Command(name = "evaluate", description = {
        "Runs estimators through scenarios on virtual time, with senders that follow them, and prints what came of it: "
                + "medians over the seeds, and how far other seeds are from them at most.",
        "docs/evaluation.md says what the columns mean."}, exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
                "0:done", "2:wrong arguments, a file that cannot be written, or an estimator that failed"})
final class EvaluateCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 1_000;
    private static final int HIGHEST_FIRST_SEED = 1_000_000_000;

    /** What senders do with a REMB. The names are those of the command line. */
    enum Sender {
        chrome(SenderKind.CHROME_LIKE), obeys(SenderKind.OBEYS);

        private final SenderKind kind;

        Sender(SenderKind kind) {
            this.kind = kind;
        }

        static Sender of(SenderKind kind) {
            return kind == SenderKind.OBEYS ? obeys : chrome;
        }
    }

    @Option(names = "--scenario", paramLabel = "NAME", split = ",", description = "Which scenarios; default: all.")
    private List<String> scenarioNames = new ArrayList<>();

    @Option(names = "--estimator", paramLabel = "NAME", split = ",",
            description = "Which estimators; default: all that are found.")
    private List<String> estimatorNames = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "5",
            description = "How many runs of each, 1 to " + MOST_SEEDS + "; default ${DEFAULT-VALUE}.")
    private int seedCount;

    @Option(names = "--first-seed", paramLabel = "N", defaultValue = "1",
            description = "The first seed, 1 to " + HIGHEST_FIRST_SEED + "; the others follow it one by one; "
                    + "default ${DEFAULT-VALUE}.")
    private int firstSeed;

    @Option(names = "--sender", paramLabel = "KIND", defaultValue = "chrome",
            description = "What senders do with a REMB: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Sender sender = Sender.chrome;

    @Option(names = "--html", paramLabel = "OUT",
            description = "Writes a page with charts of the first seed; with more than one scenario a page with the "
                    + "table, and beside it a page for each, its name put before the last dot of OUT.")
    private @Nullable String html;

    @Option(names = "--json", description = "Prints a JSON object on a single line instead of the table.")
    private boolean json;

    @Option(names = "--list", description = "Lists the scenarios and runs nothing.")
    private boolean list;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @ParentCommand
    private @Nullable Bwe program;

    @Spec
    private CommandSpec spec;

    EvaluateCommand() {
    }

    @Override
    public Integer call() throws BadInputException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            TextTable table = TextTable.withLabels(2);
            int width = Scenarios.all().stream().mapToInt(it -> it.description().length()).max().orElse(0);
            Scenarios.all().forEach(it -> table.row(
                    List.of(it.name(), it.description() + " ".repeat(width - it.description().length()))));
            table.print(out);
            return ExitCode.OK;
        }
        EvaluationSeeds seeds = new EvaluationSeeds(inRange("--first-seed", firstSeed, HIGHEST_FIRST_SEED),
                inRange("--seeds", seedCount, MOST_SEEDS));
        List<Scenario> scenarios = scenarios();
        List<EstimatorProvider> estimators = estimators();
        Map<Scenario, OutputFile> pages = pages(scenarios);
        for (OutputFile page : pages.values()) {
            page.check(null);
        }
        Optional<OutputFile> overview = Optional.ofNullable(scenarios.size() > 1 ? html : null).map(OutputFile::new);
        if (overview.isPresent()) {
            overview.get().check(null);
        }
        ProgressLine progress = new ProgressLine("evaluate", spec.commandLine().getErr(),
                Objects.requireNonNull(program).terminal().error(),
                NanoClock.SYSTEM);
        List<EvaluationCase> cases = new Evaluation(sender.kind, seeds, progress).run(scenarios, estimators);
        if (json) {
            EvaluationJson.print(cases, sender.kind, seeds, out);
        } else {
            EvaluationTable.print(cases, out);
        }
        if (out.checkError()) {
            throw OutputFile.cannotWrite("standard output", new IOException("writing failed"));
        }
        for (Map.Entry<Scenario, OutputFile> page : pages.entrySet()) {
            EvaluationPage.write(page.getKey(), estimators, sender.kind, seeds.first(), page.getValue());
        }
        if (overview.isPresent()) {
            String subtitle = "Medians over the seeds " + seeds.first() + " to " + seeds.last()
                    + " with senders of the kind '" + sender
                    + "', and how far other seeds are from them at most. The charts are of the first seed.";
            EvaluationOverview.write(cases, subtitle, pages, overview.get());
        }
        return ExitCode.OK;
    }

    private int inRange(String option, int value, int highest) {
        if (value < 1 || value > highest) {
            throw new ParameterException(spec.commandLine(),
                    option + " " + value + " is out of range; allowed is 1 to " + highest);
        }
        return value;
    }

    private List<Scenario> scenarios() throws BadInputException {
        if (scenarioNames.isEmpty()) {
            return Scenarios.all();
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : scenarioNames.stream().distinct().toList()) {
            Optional<Scenario> found = Scenarios.all().stream().filter(it -> it.name().equals(name)).findFirst();
            chosen.add(found.orElseThrow(() -> new BadInputException("no scenario is called '" + name + "'; there are "
                    + Scenarios.all().stream().map(Scenario::name).sorted().toList())));
        }
        return chosen;
    }

    private List<EstimatorProvider> estimators() throws BadInputException {
        return estimatorNames.isEmpty()
                ? Providers.estimators().all().stream().sorted(Comparator.comparing(EstimatorProvider::name)).toList()
                : EstimatorChoice.byName(estimatorNames);
    }

    private Map<Scenario, OutputFile> pages(List<Scenario> scenarios) {
        Map<Scenario, OutputFile> pages = new LinkedHashMap<>();
        if (html != null) {
            int dot = html.lastIndexOf('.');
            int end = dot > html.lastIndexOf('/') ? dot : html.length();
            for (Scenario scenario : scenarios) {
                String name = html.substring(0, end) + "-" + scenario.name() + html.substring(end);
                pages.put(scenario, new OutputFile(scenarios.size() == 1 ? html : name));
            }
        }
        return pages;
    }
}
