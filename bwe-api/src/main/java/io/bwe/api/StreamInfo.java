package io.bwe.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was negotiated for one media stream. Immutable.
 */
public final class StreamInfo {
    private static final long HIGHEST_SSRC = 0xFFFF_FFFFL;

    private final long ssrc;
    private final OptionalLong rtxSsrc;
    private final OptionalLong fecSsrc;
    private final int payloadType;
    private final String mimeType;
    private final int clockRate;
    private final List<HeaderExtension> headerExtensions;
    private final List<String> rtcpFeedback;

    private StreamInfo(Builder builder) {
        ssrc = OptionReader.inRange("ssrc", builder.ssrc, 0, HIGHEST_SSRC);
        rtxSsrc = builder.rtxSsrc;
        rtxSsrc.ifPresent(value -> OptionReader.inRange("rtxSsrc", value, 0, HIGHEST_SSRC));
        fecSsrc = builder.fecSsrc;
        fecSsrc.ifPresent(value -> OptionReader.inRange("fecSsrc", value, 0, HIGHEST_SSRC));
        payloadType = (int) OptionReader.inRange("payloadType", builder.payloadType, 0, 127);
        mimeType = builder.mimeType;
        clockRate = (int) OptionReader.inRange("clockRate", builder.clockRate, 1, 1_000_000_000);
        headerExtensions = List.copyOf(builder.headerExtensions);
        rtcpFeedback = List.copyOf(builder.rtcpFeedback);
    }

    /**
     * A builder for a stream.
     *
     * @param ssrc the SSRC of the media packets, 0 to 2^32 - 1
     * @return a new builder
     */
    public static Builder builder(long ssrc) {
        return new Builder(ssrc);
    }

    /**
     * The SSRC of the media packets.
     *
     * @return 0 to 2^32 - 1
     */
    public long ssrc() {
        return ssrc;
    }

    /**
     * The SSRC of retransmissions (RFC 4588).
     *
     * @return the SSRC, or empty if there are none
     */
    public OptionalLong rtxSsrc() {
        return rtxSsrc;
    }

    /**
     * The SSRC of forward error correction.
     *
     * @return the SSRC, or empty if there is none
     */
    public OptionalLong fecSsrc() {
        return fecSsrc;
    }

    /**
     * The payload type of the media packets.
     *
     * @return 0 to 127
     */
    public int payloadType() {
        return payloadType;
    }

    /**
     * The media type.
     *
     * @return for instance {@code video/VP8}; empty if unknown
     */
    public String mimeType() {
        return mimeType;
    }

    /**
     * Whether the stream is known to be audio.
     *
     * @return true if the media type starts with {@code audio/}
     */
    public boolean isAudio() {
        return mimeType.toLowerCase(Locale.ROOT).startsWith("audio/");
    }

    /**
     * The rate of the RTP timestamp.
     *
     * @return ticks per second
     */
    public int clockRate() {
        return clockRate;
    }

    /**
     * The header extensions negotiated for this stream.
     *
     * @return immutable
     */
    public List<HeaderExtension> headerExtensions() {
        return headerExtensions;
    }

    /**
     * The id of a header extension on this stream.
     *
     * @param uri the extension's URI
     * @return its id, or empty if it was not negotiated
     */
    public OptionalInt extensionId(String uri) {
        return headerExtensions.stream().filter(extension -> extension.uri().equals(uri)).mapToInt(HeaderExtension::id)
                .findFirst();
    }

    /**
     * The RTCP feedback negotiated for this stream.
     *
     * @return for instance {@code goog-remb} or {@code nack pli}; immutable
     */
    public List<String> rtcpFeedback() {
        return rtcpFeedback;
    }

    @Override
    public String toString() {
        return "StreamInfo[ssrc=" + ssrc + ", payloadType=" + payloadType + ", mimeType=" + mimeType + ", clockRate="
                + clockRate + ", headerExtensions=" + headerExtensions + "]";
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {
        private final long ssrc;
        private OptionalLong rtxSsrc = OptionalLong.empty();
        private OptionalLong fecSsrc = OptionalLong.empty();
        private int payloadType;
        private String mimeType = "";
        private int clockRate = 90_000;
        private final List<HeaderExtension> headerExtensions = new ArrayList<>();
        private final List<String> rtcpFeedback = new ArrayList<>();

        private Builder(long ssrc) {
            this.ssrc = ssrc;
        }

        /**
         * The SSRC of retransmissions.
         *
         * @param ssrc 0 to 2^32 - 1; default none
         * @return this
         */
        public Builder rtxSsrc(long ssrc) {
            rtxSsrc = OptionalLong.of(ssrc);
            return this;
        }

        /**
         * The SSRC of forward error correction.
         *
         * @param ssrc 0 to 2^32 - 1; default none
         * @return this
         */
        public Builder fecSsrc(long ssrc) {
            fecSsrc = OptionalLong.of(ssrc);
            return this;
        }

        /**
         * The payload type of the media packets.
         *
         * @param type 0 to 127; default 0
         * @return this
         */
        public Builder payloadType(int type) {
            payloadType = type;
            return this;
        }

        /**
         * The media type.
         *
         * @param type for instance {@code video/VP8}; default unknown
         * @return this
         */
        public Builder mimeType(String type) {
            mimeType = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * The rate of the RTP timestamp. Jitter and estimators that go by RTP timestamps depend on it, so audio has to
         * give its own.
         *
         * @param ticksPerSecond 1 to 1,000,000,000; default 90,000 (RTP video)
         * @return this
         */
        public Builder clockRate(int ticksPerSecond) {
            clockRate = ticksPerSecond;
            return this;
        }

        /**
         * Adds a negotiated header extension.
         *
         * @param uri the extension's URI, for instance {@link HeaderExtension#ABS_SEND_TIME}
         * @param id its id on this stream, 1 to 255
         * @return this
         */
        public Builder headerExtension(String uri, int id) {
            headerExtensions.add(new HeaderExtension(uri, id));
            return this;
        }

        /**
         * Adds a negotiated RTCP feedback.
         *
         * @param feedback as in the session description, for instance {@code goog-remb}
         * @return this
         */
        public Builder rtcpFeedback(String feedback) {
            rtcpFeedback.add(Objects.requireNonNull(feedback, "feedback"));
            return this;
        }

        /**
         * Checks the settings and makes the description.
         *
         * @return the description
         * @throws IllegalArgumentException if a value is out of its range; the message gives the range
         */
        public StreamInfo build() {
            return new StreamInfo(this);
        }
    }
}
