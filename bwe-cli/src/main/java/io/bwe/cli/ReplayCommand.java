package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.ProviderException;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bwe replay}: feeds the packets of a capture or a trace to an estimator and shows what it concludes. */
@Command(name = "replay", description = {
        "Replays a capture or a packet trace through an estimator.",
        "FILE is a capture (pcap or pcapng) or a packet trace (CSV), also packed with gzip; what it is, is told by its "
                + "content. Of a capture, one flow is replayed, all its SSRCs to one estimator."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done, perhaps with a warning that the file is cut",
                "2:wrong arguments, or a file that cannot be used"})
final class ReplayCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";
    private static final int MAX_EXTENSION_ID = 255;
    private static final int MAX_SRTP_TAG_BYTES = 32;
    private static final long MAX_RTT_MS = 100_000;
    /** Set by the launcher when standard error is a terminal; the JVM cannot tell. */
    private static final String TERMINAL_PROPERTY = "bwe.terminal";

    @Parameters(paramLabel = "FILE", description = "The capture or packet trace.")
    private @Nullable Path path;

    @Option(names = "--estimator", paramLabel = "NAME",
            description = "The estimator; default: the one that 'bwe estimators' marks.")
    private @Nullable String estimatorName;

    @Option(names = "--abs-send-time-id", paramLabel = "N",
            description = "Id of the abs-send-time header extension, 1 to "
                    + MAX_EXTENSION_ID + "; default: found by its behaviour.")
    private @Nullable Integer extensionId;

    @Option(names = "--sender", paramLabel = "IP[:PORT]",
            description = "Whose packets to replay, IPv6 with port as [IP]:PORT; "
                    + "default: the flow with most RTP.")
    private @Nullable String sender;

    @Option(names = "--rtt", paramLabel = "MS", description = "Round-trip time that the estimator is told first, 1 to "
            + MAX_RTT_MS + " ms; default: the estimator's own.")
    private @Nullable Long rttMs;

    @Option(names = "--srtp-tag", paramLabel = "BYTES",
            description = "Size of the authentication tag behind each payload, 0 to "
                    + MAX_SRTP_TAG_BYTES + "; it does not count as payload; default: 0.")
    private @Nullable Integer srtpTagBytes;

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
    private String usedEstimator = "";

    ReplayCommand() {
    }

    @Override
    public Integer call() throws BadInputException {
        checkRanges();
        PrintWriter err = spec().commandLine().getErr();
        ProgressLine progress = new ProgressLine(err, !quiet && Boolean.getBoolean(TERMINAL_PROPERTY),
                NanoClock.SYSTEM);
        Path path = Objects.requireNonNull(this.path);
        InputFile file = InputFile.of(path);
        checkCsv();
        heading.put("input", path + " (" + file.kind() + (file.compressed() ? ", gzip)" : ")"));
        Estimator estimator = createEstimator();
        ReplaySummary summary = new ReplaySummary();
        try (PacketSource source = open(file, progress)) {
            replay(source, estimator, summary);
            progress.clear();
            if (summary.packets() == 0) {
                throw new BadInputException(path + ": holds no packets"
                        + (source.damage() == null ? "" : " before the damage: it " + source.damage()));
            }
            if (source.damage() != null) {
                err.println("bwe: warning: " + path + " " + source.damage() + "; what comes before was replayed");
            }
            if (summary.neverSendTime()) {
                err.println("bwe: warning: " + path + ": no packet tells when it was sent");
            }
            if (!quiet) {
                heading.put("estimator", usedEstimator);
                heading.merge("input", source.extent(), (input, extent) -> input + ", " + extent);
                summary.print(STANDARD_OUTPUT.equals(csv) ? err : spec().commandLine().getOut(), heading,
                        source.skipped());
            }
        } catch (IOException e) {
            throw InputFile.cannotRead(path, e);
        } finally {
            progress.clear();
        }
        return ExitCode.OK;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private void checkRanges() {
        checkRange("--abs-send-time-id", extensionId, 1, MAX_EXTENSION_ID);
        checkRange("--rtt", rttMs, 1, MAX_RTT_MS);
        checkRange("--srtp-tag", srtpTagBytes, 0, MAX_SRTP_TAG_BYTES);
    }

    private void checkRange(String option, @Nullable Number value, long min, long max) {
        if (value != null && (value.longValue() < min || value.longValue() > max)) {
            throw new ParameterException(spec().commandLine(),
                    option + " " + value + " is out of range; allowed is " + min + " to " + max);
        }
    }

    private Estimator createEstimator() throws BadInputException {
        try {
            Providers<EstimatorProvider> providers = Providers.estimators();
            EstimatorProvider provider = estimatorName == null
                    ? providers.getDefault()
                    : providers.get(estimatorName);
            usedEstimator = provider.name();
            return provider.create(EstimatorConfig.defaults());
        } catch (ProviderException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private PacketSource open(InputFile file, ProgressLine progress) throws BadInputException, IOException {
        if (file.kind() == InputFile.Kind.TRACE) {
            if (sender != null || extensionId != null || srtpTagBytes != null) {
                throw new BadInputException(
                        "--sender, --abs-send-time-id and --srtp-tag are for captures; " + path + " is a packet trace");
            }
            progress.start(file.size());
            return new PacketTraceReader(file, progress);
        }
        // A capture is read twice: the flow and its extension are only known at the end.
        progress.start(2 * file.size());
        Endpoint wanted = sender == null ? null : Endpoint.parse(sender);
        int givenId = extensionId == null ? SendTimeExtensionFinder.NONE : extensionId;
        FlowSelector.Selection selection = CaptureScan.select(file, progress, wanted, givenId);
        progress.clear();
        note(selection, wanted == null, givenId == SendTimeExtensionFinder.NONE);
        heading.put("flow", selection.flow().toString());
        heading.put("send time", "header extension " + selection.extensionId());
        return new CapturePacketSource(new RtpFrameReader(file, progress), selection.flow(), selection.extensionId(),
                srtpTagBytes == null ? 0 : srtpTagBytes);
    }

    private void note(FlowSelector.Selection selection, boolean flowChosen, boolean extensionFound) {
        if (quiet) {
            return;
        }
        PrintWriter err = spec().commandLine().getErr();
        if (flowChosen) {
            err.println(String.format(Locale.ROOT, "bwe: took the flow %s, the one with most RTP (%,d packets) of %d",
                    selection.flow(), selection.rtpPackets(), selection.flows()));
        }
        if (extensionFound) {
            err.println("bwe: took header extension " + selection.extensionId()
                    + " for abs-send-time, since it behaves like it");
        }
    }

    private void replay(PacketSource source, Estimator estimator, ReplaySummary summary)
            throws BadInputException, IOException {
        if (csv == null) {
            new ReplayEngine(estimator, summary, null).run(source, rttNs());
        } else if (csv.equals(STANDARD_OUTPUT)) {
            replay(source, estimator, summary, "standard output", Objects.requireNonNull(program).standardOutput());
        } else {
            try (OutputStream output = openCsv(csv)) {
                replay(source, estimator, summary, csv, output);
            }
        }
    }

    private void replay(PacketSource source, Estimator estimator, ReplaySummary summary, String target,
            OutputStream output) throws BadInputException, IOException {
        ReplayTable table = new ReplayTable(target, output);
        new ReplayEngine(estimator, summary, table).run(source, rttNs());
        table.finish();
    }

    private long rttNs() {
        return rttMs == null ? 0 : rttMs * 1_000_000;
    }

    /** Finds at once what would otherwise be found after the first pass, but changes nothing yet. */
    private void checkCsv() throws BadInputException {
        if (csv == null || csv.equals(STANDARD_OUTPUT)) {
            return;
        }
        Path input = Objects.requireNonNull(path);
        Path target = Path.of(csv);
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw new BadInputException("cannot write " + csv + ": is a folder");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("cannot write " + csv + ": its folder does not exist");
        }
        try {
            if (Files.exists(target) && Files.isSameFile(target, input)) {
                throw new BadInputException("cannot write " + csv + ": it is the file to replay");
            }
        } catch (IOException e) {
            throw ReplayTable.cannotWrite(csv, e);
        }
    }

    private static OutputStream openCsv(String target) throws BadInputException {
        try {
            return new FileOutputStream(target);
        } catch (IOException e) {
            throw ReplayTable.cannotWrite(target, e);
        }
    }
}
