package io.bwe.testkit;

import java.time.Duration;
import java.util.Random;

/**
 * A video encoder and its pacer: frames at a fixed rate whose sizes follow the target bitrate with some noise, cut into
 * packets that leave one after the other. Feedback sets the target bitrate from the next frame on: size and pace of a
 * frame are decided when its first packet leaves.
 *
 * <p>Each packet carries SSRC, sequence number, RTP timestamp (90 kHz, one per frame), marker bit (last of a frame)
 * and, unless switched off, abs-send-time. The bitrate counts payload only.
 */
public final class VideoSource implements TrafficSource {
    /** Where frame sizes end, relative to their mean, so that no noise makes an absurd frame. */
    private static final double SMALLEST_FRAME = 0.1;
    private static final double LARGEST_FRAME = 3.0;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int BITS_PER_BYTE = 8;
    private static final long RTP_CLOCK_RATE = 90_000;
    private static final long RTP_TIMESTAMP_MASK = 0xFFFF_FFFFL;
    private static final int SEQUENCE_NUMBER_MASK = 0xFFFF;

    private final Builder settings;
    private final Random sizeNoise;
    private long targetBps;
    /** The number of the frame that is sent next. */
    private long frame;
    private int sequenceNumber;

    /** The frame that is being sent, of which so many packets and bytes are left; none before it is encoded. */
    private long frameTimestamp;
    private long frameBps;
    private int packetsLeft;
    private int bytesLeft;
    private long pacerFreeNs;
    private long nextSendTimeNs;

    private VideoSource(Builder settings) {
        this.settings = settings.copy();
        sizeNoise = new Random(settings.seed);
        targetBps = settings.startBps;
        sequenceNumber = settings.firstSequenceNumber;
        pacerFreeNs = settings.startNs;
        awaitFrame();
    }

    /**
     * A builder that starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public long nextSendTimeNs() {
        return nextSendTimeNs;
    }

    @Override
    public void send(TestPacket packet) {
        if (packetsLeft == 0) {
            encodeFrame();
        }
        int size = bytesLeft / packetsLeft;
        packet.ssrc(settings.ssrc).sequenceNumber(sequenceNumber).rtpTimestamp(frameTimestamp).payloadSize(size)
                .marker(packetsLeft == 1);
        if (settings.absSendTime) {
            packet.absSendTime(TestPacket.absSendTimeOf(nextSendTimeNs + settings.clockOffsetNs));
        }
        sequenceNumber = sequenceNumber + 1 & SEQUENCE_NUMBER_MASK;
        bytesLeft -= size;
        packetsLeft--;
        if (settings.pacingFactor > 0) {
            pacerFreeNs = nextSendTimeNs
                    + Math.round(size * BITS_PER_BYTE / (settings.pacingFactor * frameBps) * NS_PER_SECOND);
        }
        if (packetsLeft == 0) {
            awaitFrame();
        } else {
            nextSendTimeNs = pacerFreeNs;
        }
    }

    @Override
    public void onFeedback(long bitrateBps, long nowNs) {
        targetBps = Math.clamp(bitrateBps, settings.minBps, settings.maxBps);
    }

    /**
     * The rate that the encoder aims at now.
     *
     * @return bits per second of payload
     */
    public long targetBps() {
        return targetBps;
    }

    /** Announces the first packet of the next frame. */
    private void awaitFrame() {
        long frameTimeNs = settings.startNs + frame * NS_PER_SECOND / settings.framesPerSecond;
        if (frameTimeNs >= settings.endNs) {
            nextSendTimeNs = NEVER;
            return;
        }
        pacerFreeNs = Math.max(pacerFreeNs, frameTimeNs);
        nextSendTimeNs = pacerFreeNs;
    }

    private void encodeFrame() {
        frameBps = targetBps;
        double noise = 1 + settings.sizeNoise * sizeNoise.nextGaussian();
        double meanSize = (double) frameBps / BITS_PER_BYTE / settings.framesPerSecond;
        bytesLeft = (int) Math.max(1, meanSize * Math.clamp(noise, SMALLEST_FRAME, LARGEST_FRAME));
        packetsLeft = Math.ceilDiv(bytesLeft, settings.maxPayloadSize);
        frameTimestamp = settings.firstTimestamp + frame * RTP_CLOCK_RATE / settings.framesPerSecond
                & RTP_TIMESTAMP_MASK;
        frame++;
    }

    /** Collects settings; refuses what is out of range, with the range. Used by one thread. */
    public static final class Builder {
        /** Keeps the bytes of a frame within 31 bits, at one frame per second, too. */
        private static final long HIGHEST_BPS = 1_000_000_000L;
        private static final Duration FURTHEST_OFFSET = Duration.ofDays(73_000);

        private long ssrc = 1;
        private long startBps = 300_000;
        private long minBps = 30_000;
        private long maxBps = 10_000_000;
        private int framesPerSecond = 30;
        private double sizeNoise = 0.15;
        private int maxPayloadSize = 1_150;
        private double pacingFactor = 2.5;
        private long startNs;
        private long endNs = NEVER;
        private boolean absSendTime = true;
        private long clockOffsetNs;
        private long firstTimestamp;
        private int firstSequenceNumber;
        private long seed = 1;

        private Builder() {
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.ssrc = ssrc;
            copy.startBps = startBps;
            copy.minBps = minBps;
            copy.maxBps = maxBps;
            copy.framesPerSecond = framesPerSecond;
            copy.sizeNoise = sizeNoise;
            copy.maxPayloadSize = maxPayloadSize;
            copy.pacingFactor = pacingFactor;
            copy.startNs = startNs;
            copy.endNs = endNs;
            copy.absSendTime = absSendTime;
            copy.clockOffsetNs = clockOffsetNs;
            copy.firstTimestamp = firstTimestamp;
            copy.firstSequenceNumber = firstSequenceNumber;
            copy.seed = seed;
            return copy;
        }

        /**
         * The stream's SSRC.
         *
         * @param value 0 to 2^32 - 1; default 1
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder ssrc(long value) {
            ssrc = Range.check("ssrc", value, 0, Range.HIGHEST_UNSIGNED_32);
            return this;
        }

        /**
         * The target bitrate before the first feedback.
         *
         * @param bps bits per second of payload, 1 to 10^9; default 300,000 (libwebrtc's start)
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder startBps(long bps) {
            startBps = Range.check("startBps", bps, 1, HIGHEST_BPS);
            return this;
        }

        /**
         * Between what feedback can set the target bitrate.
         *
         * @param min bits per second, 1 to 10^9; default 30,000
         * @param max bits per second, min to 10^9; default 10,000,000
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder limits(long min, long max) {
            minBps = Range.check("minBps", min, 1, HIGHEST_BPS);
            maxBps = Range.check("maxBps", max, min, HIGHEST_BPS);
            return this;
        }

        /**
         * The frame rate.
         *
         * @param value frames per second, 1 to 1,000; default 30
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder framesPerSecond(int value) {
            framesPerSecond = Range.check("framesPerSecond", value, 1, 1_000);
            return this;
        }

        /**
         * How much frame sizes vary.
         *
         * @param standardDeviation relative to the mean, 0 to 1; default 0.15
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder sizeNoise(double standardDeviation) {
            sizeNoise = Range.check("sizeNoise", standardDeviation, 0.0, 1.0);
            return this;
        }

        /**
         * The largest packet.
         *
         * @param bytes bytes of payload, 1 to 65,535; default 1150
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxPayloadSize(int bytes) {
            maxPayloadSize = Range.check("maxPayloadSize", bytes, 1, Range.LARGEST_PAYLOAD);
            return this;
        }

        /**
         * How fast the packets of a frame follow each other.
         *
         * @param factor times the target bitrate, 0.1 to 1,000; 0 sends a frame at once; default 2.5 (libwebrtc's
         *        pacer)
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder pacingFactor(double factor) {
            pacingFactor = factor == 0 ? 0 : Range.check("pacingFactor", factor, 0.1, 1_000.0);
            return this;
        }

        /**
         * When frames are sent.
         *
         * @param start since the start of the model, the first frame, zero to 365 days; default 0
         * @param end since the start of the model, no frame from then on, start to 365 days; default never
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder between(Duration start, Duration end) {
            startNs = Range.checkNs("start", start);
            endNs = Range.checkNs("end", end, start, Range.LONGEST);
            return this;
        }

        /**
         * Leaves out abs-send-time.
         *
         * @return this
         */
        public Builder withoutAbsSendTime() {
            absSendTime = false;
            return this;
        }

        /**
         * How far the sender's clock, which abs-send-time comes from, is ahead of the model's.
         *
         * @param offset -73,000 to 73,000 days (200 years); default zero
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder clockOffset(Duration offset) {
            clockOffsetNs = Range.checkNs("clockOffset", offset, FURTHEST_OFFSET.negated(), FURTHEST_OFFSET);
            return this;
        }

        /**
         * Where RTP timestamps and sequence numbers begin.
         *
         * @param timestamp 0 to 2^32 - 1; default 0
         * @param sequenceNumber 0 to 65535; default 0
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder firstPacket(long timestamp, int sequenceNumber) {
            firstTimestamp = Range.check("timestamp", timestamp, 0, Range.HIGHEST_UNSIGNED_32);
            firstSequenceNumber = Range.check("sequenceNumber", sequenceNumber, 0, SEQUENCE_NUMBER_MASK);
            return this;
        }

        /**
         * Which noise it is. The same seed gives the same noise.
         *
         * @param value any number; default 1
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return a new source
         */
        public VideoSource build() {
            return new VideoSource(this);
        }
    }
}
