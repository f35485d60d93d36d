package io.bwe.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first pass over a capture: which flow to replay, which header extension tells its send times, and how fast its RTP
 * timestamps run. No state.
 */
final class CaptureScan {
    private CaptureScan() {
    }

    /**
     * Reads the capture once.
     *
     * @param file the capture
     * @param sender whose flow to take, or null for the one with most RTP
     * @param givenId the id of the abs-send-time extension, or {@link SendTimeExtensionFinder#NONE} to find it
     * @param sendTimeNeeded whether the extension must be found
     * @return the flow and what is known of it
     * @throws BadInputException if there is no such flow, or no such extension in it that was given or is needed
     */
    static FlowSelector.Selection select(InputFile file, ProgressLine progress, @Nullable Endpoint sender, int givenId,
            boolean sendTimeNeeded) throws BadInputException, IOException {
        FlowSelector selector = new FlowSelector(sender, givenId);
        try (RtpFrameReader reader = new RtpFrameReader(file, progress)) {
            while (reader.next()) {
                Datagram datagram = reader.datagram();
                selector.onRtp(datagram.flow(), datagram.data(), datagram.offset(), reader.headerLength(),
                        reader.timestampNs());
            }
            FlowSelector.Selection selection = selector.select();
            if (selection == null) {
                throw new BadInputException(file.path() + ": " + noFlow(sender, selector.busiest(), reader));
            }
            boolean wanted = sendTimeNeeded || givenId != SendTimeExtensionFinder.NONE;
            if (wanted && selection.extensionId() == SendTimeExtensionFinder.NONE) {
                throw new BadInputException(file.path() + ": " + noExtension(selection.flow(), givenId));
            }
            return selection;
        }
    }

    private static String noFlow(@Nullable Endpoint sender, @Nullable Flow busiest, RtpFrameReader reader) {
        if (busiest != null) {
            return "no RTP from " + sender + "; most RTP is from " + busiest.source();
        }
        String found = reader.frames() == 0
                ? "no packets"
                : "no RTP with readable headers among " + reader.frames() + " frames";
        String skipped = String.join(", ", reader.skipped().lines());
        return "there are " + found + (skipped.isEmpty() ? "" : ": " + skipped)
                + (reader.damage() == null ? "" : "; it " + reader.damage());
    }

    private static String noExtension(Flow flow, int givenId) {
        return givenId == SendTimeExtensionFinder.NONE
                ? "no header extension of " + flow + " behaves like abs-send-time; if there is one, name it with "
                        + "--abs-send-time-id"
                : "no packet of " + flow + " has abs-send-time as header extension " + givenId;
    }
}
