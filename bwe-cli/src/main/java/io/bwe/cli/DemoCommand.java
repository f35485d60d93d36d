package io.bwe.cli;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bwe demo}: sender, bottleneck and receiver live on this machine's loopback interface, with the loop closed.
 */
@Command(name = "demo", description = {
        "Sends paced RTP over UDP through a bottleneck on this machine, estimates at the receiver, sends REMB back and "
                + "lets the sender obey.",
        "Other estimators can run beside as shadows, and one can take over in the middle of the run.",
        "Every socket and packet is real; the bottleneck's capacity steps down and up."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:REMBs came every second, the sender followed them, the queue drained after each step down, "
                        + "and the estimator of --swap took over",
                "1:one of these failed, or the demo could not run; standard error says what and by how much",
                "2:wrong arguments, or no estimator of that name"})
final class DemoCommand implements Callable<Integer> {
    private static final int MIN_SECONDS = 3;
    private static final int MAX_SECONDS = 3_600;
    /** What a new estimator needs in half a run: 5 s to be warm and to have an estimate, and some time to drive. */
    private static final int MIN_SWAP_SECONDS = 15;
    private static final EstimatorConfig LIMITS = EstimatorConfig.builder().startBps(DemoSender.START_BPS).build();
    private static final String LENGTH = "How long, " + MIN_SECONDS + " to " + MAX_SECONDS
            + " seconds, with --swap at least " + MIN_SWAP_SECONDS + "; default ${DEFAULT-VALUE}.";

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30", description = LENGTH)
    private int seconds;

    @Option(names = "--estimator", paramLabel = "NAME", description = "The estimator; default: the library's.")
    private @Nullable String estimator;

    @Option(names = "--shadow", paramLabel = "NAME", split = ",",
            description = "Estimators that run beside it on the same packets; default: none.")
    private List<String> shadows = new ArrayList<>();

    @Option(names = "--swap", paramLabel = "NAME",
            description = "The estimator that takes over in the middle of the run; default: none.")
    private @Nullable String swapTo;

    @Mixin
    private PictureOptions pictureOptions = new PictureOptions();

    @Option(names = "--json", description = "Prints the summary as a JSON object on a single line, and no line per "
            + "second; rates in b/s.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    DemoCommand() {
    }

    @Override
    public Integer call() throws InterruptedException, BadInputException {
        int minSeconds = swapTo == null ? MIN_SECONDS : MIN_SWAP_SECONDS;
        if (seconds < minSeconds || seconds > MAX_SECONDS) {
            throw new ParameterException(spec.commandLine(), "--seconds " + seconds + " is out of range; allowed is "
                    + minSeconds + " to " + MAX_SECONDS + (swapTo == null ? "" : " with --swap"));
        }
        PictureFiles files = pictureOptions.files();
        files.check();
        PrintWriter err = spec.commandLine().getErr();
        Optional<DemoPicture> picture = files.areWanted() ? Optional.of(new DemoPicture()) : Optional.empty();
        UnaryOperator<EstimatorProvider> watch = provider -> picture.map(it -> it.watch(provider)).orElse(provider);
        Interceptor interceptor = createInterceptor(watch);
        // Looked up now: a name that is not there is better told before the run.
        DemoSwap.Next next = swapTo == null
                ? null
                : new DemoSwap.Next(watch.apply(EstimatorChoice.byName(List.of(swapTo)).get(0)), LIMITS);
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(seconds));
        PrintWriter out = spec.commandLine().getOut();
        DemoOutput output = json
                ? new DemoJson(out)
                : new DemoText(out, spec.commandLine().getColorScheme().ansi());
        try {
            DemoResult result = new DemoRun(schedule, interceptor, next, output).run();
            result.failures().forEach(failure -> err.println("FAILED " + failure));
            if (out.checkError()) {
                throw OutputFile.cannotWrite("standard output", new IOException("writing failed"));
            }
            // What is still running would go on recording.
            if (picture.isPresent() && hasEnded(interceptor)) {
                files.write(picture.get().finish(result));
            }
            return result.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (IOException e) {
            err.println("FAILED sockets: " + e);
            return ExitCode.SOFTWARE;
        }
    }

    private static boolean hasEnded(Interceptor interceptor) {
        return interceptor.bandwidthControl().orElseThrow().closeReport().stuck().isEmpty();
    }

    private Interceptor createInterceptor(UnaryOperator<EstimatorProvider> watch) throws BadInputException {
        InterceptorConfig.Builder config = InterceptorConfig.builder()
                .estimatorConfig(LIMITS);
        config.estimator(watch.apply(estimator == null
                ? EstimatorChoice.byDefault()
                : EstimatorChoice.byName(List.of(estimator)).get(0)));
        EstimatorChoice.byName(shadows).forEach(shadow -> config.shadow(watch.apply(shadow)));
        try {
            return Providers.interceptors().get("remb").create(config.build());
        } catch (ProviderException | IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }
}
