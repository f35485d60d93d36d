package io.bwe.remb;

import io.bwe.api.HeaderExtension;
import io.bwe.api.PacketView;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The ids under which one stream carries its send times. Ids are negotiated per stream, so each stream has its own.
 *
 * @param absSendTimeId id of abs-send-time, or {@link #NONE}
 * @param absCaptureTimeId id of abs-capture-time, or {@link #NONE}
 */
record SendTimeExtensions(int absSendTimeId, int absCaptureTimeId) {
    static final int NONE = 0;

    /** What a stream's negotiated extensions offer, as far as the source may be used. */
    static SendTimeExtensions of(List<HeaderExtension> extensions, SendTimeSource source) {
        return new SendTimeExtensions(
                source == SendTimeSource.ABS_CAPTURE_TIME ? NONE : id(extensions, HeaderExtension.ABS_SEND_TIME),
                source == SendTimeSource.ABS_SEND_TIME ? NONE : id(extensions, HeaderExtension.ABS_CAPTURE_TIME));
    }

    private static int id(List<HeaderExtension> extensions, String uri) {
        return extensions.stream().filter(extension -> extension.uri().equals(uri)).mapToInt(HeaderExtension::id)
                .findFirst().orElse(NONE);
    }

    boolean isEmpty() {
        return absSendTimeId == NONE && absCaptureTimeId == NONE;
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
}
