package io.bwe.api;

import java.util.Objects;

/**
 * A negotiated RTP header extension (RFC 8285): what it is and which id it has on a stream.
 *
 * @param uri the extension's URI as in the session description
 * @param id its id on this stream, 1 to 255 (1 to 14 in one-byte headers)
 */
public record HeaderExtension(String uri, int id) {
    /** Sender's transmission time, 6.18 fixed-point seconds. */
    public static final String ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    /** Capture time of the media, 64-bit NTP format. */
    public static final String ABS_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
    /** Transmission time relative to the RTP timestamp, in units of the stream's clock rate (RFC 5450). */
    public static final String TRANSMISSION_OFFSET = "urn:ietf:params:rtp-hdrext:toffset";

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the id is out of range
     */
    public HeaderExtension {
        Objects.requireNonNull(uri, "uri");
        OptionReader.inRange("header extension id", id, 1, 255);
    }
}
