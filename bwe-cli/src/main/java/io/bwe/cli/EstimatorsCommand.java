package io.bwe.cli;

import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.api.spi.Provider;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bwe estimators}: what the service loader found. */
@Command(name = "estimators", description = "Lists the estimators and interceptors that were found.")
final class EstimatorsCommand implements Runnable {
    private static final String CLASS_PATH = "class path";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    EstimatorsCommand() {
    }

    private record Row(String kind, String name, String weight, String sendTime, String module, String remark) {
    }

    @Override
    public void run() {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("KIND", "NAME", "WEIGHT", "SEND TIME", "MODULE", ""));
        add(rows, "estimator", Providers.estimators(), EstimatorsCommand::sendTime, err);
        add(rows, "interceptor", Providers.interceptors(), interceptor -> "", err);
        print(rows, spec.commandLine().getOut());
    }

    private static String sendTime(EstimatorProvider provider) {
        return provider.worksWithoutSendTime() ? "not needed" : "needed";
    }

    private static <P extends Provider> void add(List<Row> rows, String kind, Providers<P> providers,
            Function<P, String> sendTime, PrintWriter err) {
        P chosen = null;
        try {
            chosen = providers.getDefault();
        } catch (ProviderException e) {
            err.println("bwe: " + e.getMessage());
        }
        for (P provider : providers.all()) {
            Module module = provider.getClass().getModule();
            rows.add(new Row(kind, provider.name(), Integer.toString(provider.weight()), sendTime.apply(provider),
                    module.isNamed() ? module.getName() : CLASS_PATH, provider == chosen ? "default" : ""));
        }
        for (String failure : providers.failures()) {
            err.println("bwe: broken " + kind + ": " + failure);
        }
    }

    private static void print(List<Row> rows, PrintWriter out) {
        int nameWidth = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        int moduleWidth = rows.stream().mapToInt(row -> row.module().length()).max().orElse(0);
        String format = "%-11s  %-" + nameWidth + "s  %6s  %-10s  %-" + moduleWidth + "s  %s";
        for (Row row : rows) {
            out.println(String
                    .format(Locale.ROOT, format, row.kind(), row.name(), row.weight(), row.sendTime(), row.module(),
                            row.remark())
                    .stripTrailing());
        }
    }
}
