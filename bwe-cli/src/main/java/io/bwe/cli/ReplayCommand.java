package io.bwe.cli;

import io.bwe.api.NanoClock;
import io.bwe.api.spi.EstimatorProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    /** Set by the launcher when standard error is a terminal; the JVM cannot tell. */
    private static final String TERMINAL_PROPERTY = "bwe.terminal";

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

    @Option(names = "--csv", paramLabel = "OUT", description = "Writes a row for each packet; '-' is standard output.")
    private @Nullable String csv;

    @Option(names = "--quiet", description = "Prints neither notes nor the summary, only warnings and errors.")
    private boolean quiet;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    private boolean help;

    @ParentCommand
    private @Nullable Bwe program;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> heading = new LinkedHashMap<>();

    ReplayCommand() {
    }

    @Override
    public Integer call() throws BadInputException {
        captureOptions.check();
        CaptureOptions.checkRange(spec(), "--rtt", rttMs, 1, MAX_RTT_MS);
        ProgressLine progress = new ProgressLine(err(), !quiet && Boolean.getBoolean(TERMINAL_PROPERTY),
                NanoClock.SYSTEM);
        Path path = Objects.requireNonNull(this.path);
        InputFile file = InputFile.of(path);
        TableTarget target = csv == null ? null : new TableTarget(csv);
        if (target != null) {
            target.check(path);
        }
        heading.put("input", path + " (" + file.kind() + (file.compressed() ? ", gzip)" : ")"));
        List<EstimatorProvider> providers = estimatorNames.isEmpty()
                ? List.of(EstimatorChoice.byDefault())
                : EstimatorChoice.byName(estimatorNames);
        List<ReplayedEstimator> estimators = new ArrayList<>();
        for (EstimatorProvider provider : providers) {
            estimators.add(ReplayedEstimator.of(provider, rttMs == null ? 0 : rttMs * 1_000_000));
        }
        ReplaySummary summary = new ReplaySummary();
        ReplayCourse course = new ReplayCourse(estimators);
        try (PacketSource source = open(file, progress, providers)) {
            replay(source, new ReplayEngine(estimators, summary, course), target, estimators);
            progress.clear();
            warn(source, summary, providers);
            if (!quiet && estimators.stream().anyMatch(estimator -> !estimator.hasFailed())) {
                if (estimators.size() == 1) {
                    heading.put("estimator", estimators.get(0).name());
                }
                heading.merge("input", source.extent(), (input, extent) -> input + ", " + extent);
                PrintWriter out = target != null && target.isStandardOutput() ? err() : spec().commandLine().getOut();
                new ReplayReport(out, estimators).print(heading, summary, course, source.skipped());
            }
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

    private PacketSource open(InputFile file, ProgressLine progress, List<EstimatorProvider> providers)
            throws BadInputException, IOException {
        if (file.kind() == InputFile.Kind.TRACE) {
            if (captureOptions.areGiven()) {
                throw new BadInputException(
                        "--sender, --abs-send-time-id, --toffset-id, --clock-rate and --srtp-tag are "
                                + "for captures; " + file.path() + " is a packet trace");
            }
            progress.start(file.size());
            return new PacketTraceReader(file, progress);
        }
        // A capture is read twice: the flow and its extension are only known at the end.
        progress.start(2 * file.size());
        String sender = captureOptions.sender();
        int givenId = captureOptions.absSendTimeId();
        FlowSelector.Selection selection = CaptureScan.select(file, progress,
                sender == null ? null : Endpoint.parse(sender), givenId, needSendTime(providers));
        progress.clear();
        int extensionId = selection.extensionId();
        note(selection, sender == null, givenId == SendTimeExtensionFinder.NONE);
        Integer clockRate = captureOptions.clockRate();
        ClockRates clockRates = clockRate == null ? selection.clockRates() : ClockRates.allOf(clockRate);
        heading.put("flow", selection.flow().toString());
        heading.put("send time", extensionId == SendTimeExtensionFinder.NONE
                ? "none"
                : "header extension " + extensionId);
        if (providers.stream().anyMatch(EstimatorProvider::worksWithoutSendTime)) {
            heading.put("clock rate", clockRates.toString());
        }
        return new CapturePacketSource(new RtpFrameReader(file, progress), selection.flow(), extensionId,
                captureOptions.toffsetId(), clockRates, captureOptions.srtpTagBytes());
    }

    private static boolean needSendTime(List<EstimatorProvider> providers) {
        return !providers.stream().allMatch(EstimatorProvider::worksWithoutSendTime);
    }

    private void note(FlowSelector.Selection selection, boolean flowChosen, boolean extensionFound) {
        if (quiet) {
            return;
        }
        if (flowChosen) {
            err().println(String.format(Locale.ROOT, "bwe: took the flow %s, the one with most RTP (%,d packets) of %d",
                    selection.flow(), selection.rtpPackets(), selection.flows()));
        }
        if (extensionFound) {
            err().println(selection.extensionId() == SendTimeExtensionFinder.NONE
                    ? "bwe: took no header extension for abs-send-time, since none behaves like it"
                    : "bwe: took header extension " + selection.extensionId()
                            + " for abs-send-time, since it behaves like it");
        }
    }

    private void replay(PacketSource source, ReplayEngine engine, @Nullable TableTarget target,
            List<ReplayedEstimator> estimators) throws BadInputException, IOException {
        if (target == null) {
            engine.run(source, null);
            return;
        }
        try (OutputStream output = target.open(Objects.requireNonNull(program).standardOutput())) {
            ReplayTable table = new ReplayTable(target.toString(), output, estimators);
            engine.run(source, table);
            table.finish();
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
        if (summary.neverSendTime() && needSendTime(providers)) {
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
