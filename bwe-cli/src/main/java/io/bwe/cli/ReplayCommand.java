package io.bwe.cli;

import io.bwe.api.NanoClock;
import io.bwe.api.spi.EstimatorProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bwe replay}: feeds the packets of a capture or a trace to estimators and shows what they conclude. */
@Command(name = "replay", description = {
        "Replays a capture or a packet trace through one estimator, or through several side by side.",
        "FILE is a capture (pcap or pcapng) or a packet trace (CSV), also packed with gzip; what it is, is told by its "
                + "content. Of a capture, one flow is replayed, all its SSRCs to one estimator."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done, perhaps with a warning that the file is cut",
                "2:wrong arguments, a file that cannot be used, or an estimator that failed; the others go on"})
final class ReplayCommand implements Callable<Integer> {
    private static final long MAX_RTT_MS = 100_000;

    @Parameters(paramLabel = "FILE", description = "The capture or packet trace.")
    private @Nullable Path path;

    @Option(names = "--estimator", paramLabel = "NAME", split = ",",
            description = "The estimators; default: the one that 'bwe estimators' marks.")
    private List<String> estimatorNames = new ArrayList<>();

    @Mixin
    private CaptureOptions captureOptions = new CaptureOptions();

    @Option(names = "--rtt", paramLabel = "MS",
            description = "Round-trip time that the estimators are told first, 1 to "
                    + MAX_RTT_MS + " ms; default: the estimators' own.")
    private @Nullable Long rttMs;

    @Mixin
    private ReplayOutputOptions outputOptions = new ReplayOutputOptions();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @ParentCommand
    private @Nullable Bwe program;

    @Spec
    private @Nullable CommandSpec spec;

    ReplayCommand() {
    }

    @Override
    public Integer call() throws BadInputException {
        captureOptions.check();
        CaptureOptions.checkRange(spec(), "--rtt", rttMs, 1, MAX_RTT_MS);
        Path path = Objects.requireNonNull(this.path);
        InputFile file = InputFile.of(path);
        outputOptions.check(path);
        List<EstimatorProvider> providers = estimatorNames.isEmpty()
                ? List.of(EstimatorChoice.byDefault())
                : EstimatorChoice.byName(estimatorNames);
        List<ReplayedEstimator> estimators = new ArrayList<>();
        for (EstimatorProvider provider : providers) {
            estimators.add(ReplayedEstimator.of(provider, rttMs == null ? 0 : rttMs * 1_000_000));
        }
        Bwe program = Objects.requireNonNull(this.program);
        ProgressLine progress = new ProgressLine("replay", err(), !outputOptions.quiet() && program.terminal().error(),
                NanoClock.SYSTEM);
        try (ReplayInput input = ReplayInput.open(file, captureOptions, providers, progress, this::note);
                ReplayOutputs outputs = new ReplayOutputs(outputOptions, input, estimators,
                        program.standardOutput())) {
            new ReplayEngine(estimators, outputs.observers()).run(input.packets());
            progress.clear();
            warn(input.packets(), outputs.summary(), providers);
            outputs.report(spec().commandLine().getOut(), err(), program.terminal().colours());
        } catch (IOException e) {
            throw InputFile.cannotRead(path, e);
        } finally {
            progress.clear();
        }
        return complain(estimators);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private void note(String note) {
        if (!outputOptions.quiet()) {
            err().println("bwe: " + note);
        }
    }

    /** Says what is wrong with the packets, as far as they could be replayed at all. */
    private void warn(PacketSource source, ReplaySummary summary, List<EstimatorProvider> providers)
            throws BadInputException {
        if (summary.packets() == 0) {
            throw new BadInputException(path + ": holds no packets"
                    + (source.damage() == null ? "" : " before the damage: it " + source.damage()));
        }
        if (source.damage() != null) {
            err().println("bwe: warning: " + path + " " + source.damage() + "; what comes before was replayed");
        }
        if (summary.neverSendTime() && ReplayInput.needSendTime(providers)) {
            err().println("bwe: warning: " + path + ": no packet tells when it was sent");
        }
    }

    /** Names the estimators that failed; returns the exit code. */
    private int complain(List<ReplayedEstimator> estimators) {
        int exitCode = ExitCode.OK;
        for (ReplayedEstimator estimator : estimators) {
            if (estimator.hasFailed()) {
                err().println("bwe: estimator " + estimator.name() + " failed at " + estimator.failure().orElseThrow());
                exitCode = ExitCode.USAGE;
            }
        }
        return exitCode;
    }
}
