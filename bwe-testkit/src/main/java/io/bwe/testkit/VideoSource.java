package io.bwe.testkit;

import java.time.Duration;
import java.util.Random;

/**
 * A video encoder and its pacer: frames at a fixed rate whose sizes follow the target bitrate with some noise, cut into
 * packets that leave one after the other. Feedback sets the target bitrate from the next frame on.
 *
 * <p>Each packet carries SSRC, sequence number, RTP timestamp (90 kHz, one per frame), marker bit (last of a frame) and,
 * unless switched off, abs-send-time. The bitrate counts payload only.
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
    private long frame;
    private int sequenceNumber;

    /** The frame that is being sent, of which so many packets and bytes are left. */
    private long frameTimestamp;
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
        encodeFrame();
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
                    + Math.round(size * BITS_PER_BYTE / (settings.pacingFactor * targetBps) * NS_PER_SECOND);
        }
        if (packetsLeft == 0) {
            encodeFrame();
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

    private void encodeFrame() {
        long frameTimeNs = settings.startNs + frame * NS_PER_SECOND / settings.framesPerSecond;
        if (frameTimeNs >= settings.endNs) {
            nextSendTimeNs = NEVER;
            return;
        }
        double noise = 1 + settings.sizeNoise * sizeNoise.nextGaussian();
        double meanSize = (double) targetBps / BITS_PER_BYTE / settings.framesPerSecond;
        bytesLeft = (int) Math.max(1, meanSize * Math.clamp(noise, SMALLEST_FRAME, LARGEST_FRAME));
        packetsLeft = Math.ceilDiv(bytesLeft, settings.maxPayloadSize);
        frameTimestamp = settings.firstTimestamp + frame * RTP_CLOCK_RATE / settings.framesPerSecond
                & RTP_TIMESTAMP_MASK;
        frame++;
        pacerFreeNs = Math.max(pacerFreeNs, frameTimeNs);
        nextSendTimeNs = pacerFreeNs;
    }

    /** Collects settings. Used by one thread. */
    public static final class Builder {
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
         */
        public Builder ssrc(long value) {
            ssrc = value;
            return this;
        }

        /**
         * The target bitrate before the first feedback.
         *
         * @param bps bits per second of payload; default 300,000 (libwebrtc's start)
         * @return this
         */
        public Builder startBps(long bps) {
            startBps = bps;
            return this;
        }

        /**
         * Between what feedback can set the target bitrate.
         *
         * @param min bits per second; default 30,000
         * @param max bits per second; default 10,000,000
         * @return this
         */
        public Builder limits(long min, long max) {
            minBps = min;
            maxBps = max;
            return this;
        }

        /**
         * The frame rate.
         *
         * @param value frames per second; default 30
         * @return this
         */
        public Builder framesPerSecond(int value) {
            framesPerSecond = value;
            return this;
        }

        /**
         * How much frame sizes vary.
         *
         * @param standardDeviation relative to the mean; default 0.15
         * @return this
         */
        public Builder sizeNoise(double standardDeviation) {
            sizeNoise = standardDeviation;
            return this;
        }

        /**
         * The largest packet.
         *
         * @param bytes bytes of payload; default 1150
         * @return this
         */
        public Builder maxPayloadSize(int bytes) {
            maxPayloadSize = bytes;
            return this;
        }

        /**
         * How fast the packets of a frame follow each other.
         *
         * @param factor times the target bitrate; 0 sends a frame at once; default 2.5 (libwebrtc's pacer)
         * @return this
         */
        public Builder pacingFactor(double factor) {
            pacingFactor = factor;
            return this;
        }

        /**
         * When frames are sent.
         *
         * @param start since the start of the model, the first frame; default 0
         * @param end since the start of the model, no frame from then on; default never
         * @return this
         */
        public Builder between(Duration start, Duration end) {
            startNs = start.toNanos();
            endNs = end.toNanos();
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
         * @param offset positive or negative; default zero
         * @return this
         */
        public Builder clockOffset(Duration offset) {
            clockOffsetNs = offset.toNanos();
            return this;
        }

        /**
         * Where RTP timestamps and sequence numbers begin.
         *
         * @param timestamp 0 to 2^32 - 1; default 0
         * @param sequenceNumber 0 to 65535; default 0
         * @return this
         */
        public Builder firstPacket(long timestamp, int sequenceNumber) {
            firstTimestamp = timestamp;
            firstSequenceNumber = sequenceNumber;
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
