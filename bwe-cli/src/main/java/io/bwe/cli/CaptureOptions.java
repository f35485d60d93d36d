package io.bwe.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the user may say about a capture that it does not say itself, or that would have to be found out. */
final class CaptureOptions {
    private static final int MAX_EXTENSION_ID = 255;
    private static final int MAX_SRTP_TAG_BYTES = 32;
    /** The highest that a stream may be announced with. */
    private static final int MAX_CLOCK_RATE = 1_000_000_000;

    @Option(names = "--abs-send-time-id", paramLabel = "N",
            description = "Id of the abs-send-time header extension, 1 to "
                    + MAX_EXTENSION_ID + "; default: found by its behaviour.")
    private @Nullable Integer absSendTimeId;

    @Option(names = "--toffset-id", paramLabel = "N",
            description = "Id of the toffset header extension (RFC 5450), 1 to " + MAX_EXTENSION_ID
                    + "; default: none.")
    private @Nullable Integer toffsetId;

    @Option(names = "--clock-rate", paramLabel = "HZ",
            description = "Clock rate of the RTP timestamps of all streams, 1 to " + MAX_CLOCK_RATE
                    + "; default: found for each stream by its behaviour.")
    private @Nullable Integer clockRate;

    @Option(names = "--sender", paramLabel = "IP[:PORT]",
            description = "Whose packets to replay, IPv6 with port as [IP]:PORT; "
                    + "default: the flow with most RTP.")
    private @Nullable String sender;

    @Option(names = "--srtp-tag", paramLabel = "BYTES",
            description = "Size of the authentication tag behind each payload, 0 to "
                    + MAX_SRTP_TAG_BYTES + "; it does not count as payload; default: 0.")
    private @Nullable Integer srtpTagBytes;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    CaptureOptions() {
    }

    /**
     * Checks them.
     *
     * @throws ParameterException if a number is out of range
     */
    void check() {
        checkRange(command(), "--abs-send-time-id", absSendTimeId, 1, MAX_EXTENSION_ID);
        checkRange(command(), "--toffset-id", toffsetId, 1, MAX_EXTENSION_ID);
        checkRange(command(), "--clock-rate", clockRate, 1, MAX_CLOCK_RATE);
        checkRange(command(), "--srtp-tag", srtpTagBytes, 0, MAX_SRTP_TAG_BYTES);
        if (toffsetId != null && toffsetId.equals(absSendTimeId)) {
            throw new ParameterException(command().commandLine(),
                    "--toffset-id and --abs-send-time-id are both " + toffsetId);
        }
    }

    /**
     * Checks a number.
     *
     * @param value the number; null if it was not given
     * @throws ParameterException if it is out of range
     */
    static void checkRange(CommandSpec command, String option, @Nullable Number value, long min, long max) {
        if (value != null && (value.longValue() < min || value.longValue() > max)) {
            throw new ParameterException(command.commandLine(),
                    option + " " + value + " is out of range; allowed is " + min + " to " + max);
        }
    }

    private CommandSpec command() {
        return Objects.requireNonNull(command);
    }

    /** Whether any was given. */
    boolean areGiven() {
        return absSendTimeId != null || toffsetId != null || clockRate != null || sender != null
                || srtpTagBytes != null;
    }

    /** The id of abs-send-time, or {@link SendTimeExtensionFinder#NONE} if it is to be found. */
    int absSendTimeId() {
        return absSendTimeId == null ? SendTimeExtensionFinder.NONE : absSendTimeId;
    }

    /** The id of toffset, or {@link SendTimeExtensionFinder#NONE} if there is none. */
    int toffsetId() {
        return toffsetId == null ? SendTimeExtensionFinder.NONE : toffsetId;
    }

    /** The clock rate of all streams, or null if it is to be found. */
    @Nullable
    Integer clockRate() {
        return clockRate;
    }

    /** Whose packets to replay, or null for the flow with most RTP. */
    @Nullable
    String sender() {
        return sender;
    }

    /** Bytes behind each payload that do not count. */
    int srtpTagBytes() {
        return srtpTagBytes == null ? 0 : srtpTagBytes;
    }
}
