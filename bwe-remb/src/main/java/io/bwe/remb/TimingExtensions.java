package io.bwe.remb;

import io.bwe.api.HeaderExtension;
import io.bwe.api.PacketView;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The ids under which one stream carries the times of its packets. Ids are negotiated per stream, so each stream has
 * its own.
 *
 * @param absSendTimeId id of abs-send-time, or {@link #NONE}
 * @param absCaptureTimeId id of abs-capture-time, or {@link #NONE}
 * @param transmissionOffsetId id of toffset, or {@link #NONE}
 */
record TimingExtensions(int absSendTimeId, int absCaptureTimeId, int transmissionOffsetId) {
    static final int NONE = 0;

    /** What a stream's negotiated extensions offer, send times as far as their source may be used. */
    static TimingExtensions of(List<HeaderExtension> extensions, SendTimeSource source) {
        return new TimingExtensions(
                source == SendTimeSource.ABS_CAPTURE_TIME ? NONE : id(extensions, HeaderExtension.ABS_SEND_TIME),
                source == SendTimeSource.ABS_SEND_TIME ? NONE : id(extensions, HeaderExtension.ABS_CAPTURE_TIME),
                id(extensions, HeaderExtension.TRANSMISSION_OFFSET));
    }

    private static int id(List<HeaderExtension> extensions, String uri) {
        return extensions.stream().filter(extension -> extension.uri().equals(uri)).mapToInt(HeaderExtension::id)
                .findFirst().orElse(NONE);
    }

    /** Whether packets may have a send time. A transmission offset is none: it corrects an RTP timestamp. */
    boolean offerSendTime() {
        return absSendTimeId != NONE || absCaptureTimeId != NONE;
    }

    int absSendTime(ByteBuffer packet, int offset, int headerLength) {
        return absSendTimeId == NONE
                ? PacketView.NO_SEND_TIME
                : RtpHeader.absSendTime(packet, offset, headerLength, absSendTimeId);
    }

    int captureSendTime(ByteBuffer packet, int offset, int headerLength) {
        return absCaptureTimeId == NONE
                ? PacketView.NO_SEND_TIME
                : RtpHeader.absCaptureTimeAsSendTime(packet, offset, headerLength, absCaptureTimeId);
    }

    int transmissionOffset(ByteBuffer packet, int offset, int headerLength) {
        return transmissionOffsetId == NONE
                ? 0
                : RtpHeader.transmissionOffset(packet, offset, headerLength, transmissionOffsetId);
    }
}
