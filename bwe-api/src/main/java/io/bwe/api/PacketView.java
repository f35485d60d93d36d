package io.bwe.api;

/**
 * One received RTP packet as an estimator sees it. Read-only, and valid only during the call that passes it: it is a
 * window onto a recycled slot, so it must not be kept.
 *
 * <p>Used by the thread that received it as an argument, and by no other.
 */
public interface PacketView {
    /** The value of {@link #absSendTime()} for a packet that carries no send time. Zero is a valid send time. */
    int NO_SEND_TIME = -1;
    /** The clock rate of RTP video, 90 kHz (RFC 3551): what a stream is taken to have unless it is described otherwise. */
    int DEFAULT_CLOCK_RATE = 90_000;
    /** The value of {@link #clockRate()} for a stream that nobody described. */
    int UNKNOWN_CLOCK_RATE = 0;

    /**
     * When the packet arrived, on the clock of whoever received it (kernel stamps, or the interceptor's own clock).
     * Never smaller than that of the packet before.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long arrivalTimeNs();

    /**
     * When the packet left the sender: 6.18 fixed-point seconds, wrapping every 64 s (the abs-send-time header
     * extension).
     *
     * @return 0 to 2^24 - 1, or {@link #NO_SEND_TIME}
     */
    int absSendTime();

    /**
     * Size of payload and padding. RTP header, header extensions, UDP and IP are not counted, as in libwebrtc's
     * receiver.
     *
     * @return bytes, 0 or more
     */
    int payloadSize();

    /**
     * The packet's synchronisation source.
     *
     * @return 0 to 2^32 - 1
     */
    long ssrc();

    /**
     * The RTP sequence number.
     *
     * @return 0 to 65535
     */
    int sequenceNumber();

    /**
     * The RTP timestamp, in units of the stream's clock rate.
     *
     * @return 0 to 2^32 - 1
     */
    long rtpTimestamp();

    /**
     * The clock rate of the packet's stream.
     *
     * @return RTP timestamp units per second, 1 or more; {@link #UNKNOWN_CLOCK_RATE} if it is not known, and unless
     *         overridden
     */
    default int clockRate() {
        return UNKNOWN_CLOCK_RATE;
    }

    /**
     * How much later than its RTP timestamp says the packet left the sender (the toffset header extension, RFC 5450).
     *
     * @return units of the stream's clock rate, -2^23 to 2^23 - 1; 0 if the packet does not say, and unless overridden
     */
    default int transmissionOffset() {
        return 0;
    }

    /**
     * The RTP payload type.
     *
     * @return 0 to 127
     */
    int payloadType();

    /**
     * The RTP marker bit.
     *
     * @return true if set
     */
    boolean marker();
}
