package io.bwe.cli;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
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
        "Every socket and packet is real; the bottleneck's capacity steps down and up."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:REMBs came every second, the sender followed them, the queue drained after each step down",
                "1:one of these failed, or the demo could not run; standard error says what and by how much",
                "2:wrong arguments, or no estimator of that name"})
final class DemoCommand implements Callable<Integer> {
    private static final int MIN_SECONDS = 3;
    private static final int MAX_SECONDS = 3_600;
    private static final String LENGTH = "How long, " + MIN_SECONDS + " to " + MAX_SECONDS
            + " seconds; default ${DEFAULT-VALUE}.";

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30", description = LENGTH)
    private int seconds;

    @Option(names = "--estimator", paramLabel = "NAME", description = "The estimator; default: the library's.")
    private @Nullable String estimator;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    DemoCommand() {
    }

    @Override
    public Integer call() throws InterruptedException, BadInputException {
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
            throw new ParameterException(spec.commandLine(), "--seconds " + seconds + " is out of range; allowed is "
                    + MIN_SECONDS + " to " + MAX_SECONDS);
        }
        PrintWriter err = spec.commandLine().getErr();
        Interceptor interceptor = createInterceptor();
        DemoSchedule schedule = DemoSchedule.of(Duration.ofSeconds(seconds));
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        DemoRun run = new DemoRun(schedule, interceptor, spec.commandLine().getOut(), ansi);
        try {
            List<String> failures = run.run();
            failures.forEach(failure -> err.println("FAILED " + failure));
            return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (IOException e) {
            err.println("FAILED sockets: " + e);
            return ExitCode.SOFTWARE;
        }
    }

    private Interceptor createInterceptor() throws BadInputException {
        InterceptorConfig.Builder config = InterceptorConfig.builder()
                .estimatorConfig(EstimatorConfig.builder().startBps(DemoSender.START_BPS).build());
        if (estimator != null) {
            config.estimator(estimator);
        }
        try {
            return Providers.interceptors().get("remb").create(config.build());
        } catch (ProviderException | IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }
}
