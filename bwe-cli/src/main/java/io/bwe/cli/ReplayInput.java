package io.bwe.cli;

import io.bwe.api.spi.EstimatorProvider;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file to replay, opened: where its packets come from, and what of it is replayed. Used by one thread.
 */
final class ReplayInput implements Closeable {
    private final InputFile file;
    private final PacketSource packets;
    /** Null if the file is a trace. */
    private final FlowSelector.@Nullable Selection selection;
    /** Null if none of the estimators goes by them. */
    private final @Nullable ClockRates clockRates;

    private ReplayInput(InputFile file, PacketSource packets, FlowSelector.@Nullable Selection selection,
            @Nullable ClockRates clockRates) {
        this.file = file;
        this.packets = packets;
        this.selection = selection;
        this.clockRates = clockRates;
    }

    /**
     * Opens a file. A capture is read once on that occasion.
     *
     * @param file a capture or a trace
     * @param options what the user says of a capture
     * @param providers the estimators that are to get the packets
     * @param progress is told how much has been read
     * @param notes takes a line for each thing that was chosen without being told
     * @throws BadInputException if the file cannot be used, or not with these options
     * @throws IOException if it cannot be read
     */
    static ReplayInput open(InputFile file, CaptureOptions options, List<EstimatorProvider> providers,
            ProgressLine progress, Consumer<String> notes) throws BadInputException, IOException {
        if (file.kind() == InputFile.Kind.TRACE) {
            if (options.areGiven()) {
                throw new BadInputException(
                        "--sender, --abs-send-time-id, --toffset-id, --clock-rate and --srtp-tag are "
                                + "for captures; " + file.path() + " is a packet trace");
            }
            progress.start(file.size());
            return new ReplayInput(file, new PacketTraceReader(file, progress), null, null);
        }
        // A capture is read twice: the flow and its extension are only known at the end.
        progress.start(2 * file.size());
        String sender = options.sender();
        int givenId = options.absSendTimeId();
        FlowSelector.Selection selection = CaptureScan.select(file, progress,
                sender == null ? null : Endpoint.parse(sender), givenId, needSendTime(providers));
        progress.clear();
        note(selection, sender == null, givenId == SendTimeExtensionFinder.NONE, notes);
        Integer clockRate = options.clockRate();
        ClockRates clockRates = clockRate == null ? selection.clockRates() : ClockRates.allOf(clockRate);
        PacketSource packets = new CapturePacketSource(new RtpFrameReader(file, progress), selection.flow(),
                selection.extensionId(), options.toffsetId(), clockRates, options.srtpTagBytes());
        boolean goByClockRate = providers.stream().anyMatch(EstimatorProvider::worksWithoutSendTime);
        return new ReplayInput(file, packets, selection, goByClockRate ? clockRates : null);
    }

    /** Whether one of the estimators can do nothing without send times. */
    static boolean needSendTime(List<EstimatorProvider> providers) {
        return !providers.stream().allMatch(EstimatorProvider::worksWithoutSendTime);
    }

    private static void note(FlowSelector.Selection selection, boolean flowChosen, boolean extensionFound,
            Consumer<String> notes) {
        if (flowChosen) {
            notes.accept(String.format(Locale.ROOT, "took the flow %s, the one with most RTP (%,d packets) of %d",
                    selection.flow(), selection.rtpPackets(), selection.flows()));
        }
        if (extensionFound) {
            notes.accept(selection.extensionId() == SendTimeExtensionFinder.NONE
                    ? "took no header extension for abs-send-time, since none behaves like it"
                    : "took header extension " + selection.extensionId()
                            + " for abs-send-time, since it behaves like it");
        }
    }

    InputFile file() {
        return file;
    }

    PacketSource packets() {
        return packets;
    }

    /** Which flow is replayed; none if the file is a trace. */
    Optional<Flow> flow() {
        return Optional.ofNullable(selection).map(FlowSelector.Selection::flow);
    }

    /** Which header extension tells when packets were sent, if one does. */
    OptionalInt sendTimeExtensionId() {
        return selection == null || selection.extensionId() == SendTimeExtensionFinder.NONE
                ? OptionalInt.empty()
                : OptionalInt.of(selection.extensionId());
    }

    /** What was replayed, once that is done; each a label and a text. */
    Map<String, String> heading() {
        Map<String, String> heading = new LinkedHashMap<>();
        heading.put("input", file.path() + " (" + file.kind() + (file.compressed() ? ", gzip), " : "), ")
                + packets.extent());
        if (selection != null) {
            heading.put("flow", selection.flow().toString());
            heading.put("send time", selection.extensionId() == SendTimeExtensionFinder.NONE
                    ? "none"
                    : "header extension " + selection.extensionId());
        }
        if (clockRates != null) {
            heading.put("clock rate", clockRates.toString());
        }
        return heading;
    }

    @Override
    public void close() throws IOException {
        packets.close();
    }
}
