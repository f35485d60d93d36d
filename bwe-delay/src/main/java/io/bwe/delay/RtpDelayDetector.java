package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;
import java.util.Arrays;

/**
 * The delay detector for senders that do not say when they sent a packet: one {@link KalmanChain} for each stream, by
 * RTP timestamp and transmission offset, because only the packets of one stream share a timestamp clock. A path is as
 * bad as the worst of its streams says.
 *
 * <p>A stream whose clock rate is not known says nothing. One whose timestamps jump begins anew
 * ({@link TimestampContinuity}).
 *
 * <p>Follows the idea of libwebrtc's RemoteBitrateEstimatorSingleStream, M128, with the clock rate of each stream in
 * place of 90 kHz for all.
 */
final class RtpDelayDetector implements DelayDetector {
    private static final int INITIAL_CAPACITY = 8;

    /** By the streams' places; null where there never was a stream. */
    private Stream[] streams = new Stream[INITIAL_CAPACITY];
    /** How many live streams say each, by {@link BandwidthUsage#ordinal()}. */
    private final int[] streamsByUsage = new int[BandwidthUsage.values().length];
    private boolean urgent;
    /** The chain of the last packet. */
    private KalmanChain last = new KalmanChain(PacketView.DEFAULT_CLOCK_RATE);

    @Override
    public boolean admits(PacketView packet) {
        return true;
    }

    @Override
    public boolean onPacket(PacketView packet, int place, long arrivalTimeUs, long nowUs, int payloadSize) {
        urgent = false;
        if (packet.clockRate() <= PacketView.UNKNOWN_CLOCK_RATE) {
            return false;
        }
        Stream stream = stream(place, packet.clockRate());
        last = stream.chain;
        int timestamp = (int) packet.rtpTimestamp() + packet.transmissionOffset();
        switch (stream.continuity.check(timestamp, packet.clockRate(), arrivalTimeUs)) {
            case CONTINUES -> {
            }
            case STRAY -> {
                return false;
            }
            case JUMPED -> stream.chain.reset();
        }
        boolean sampled = stream.chain.onPacket(timestamp, arrivalTimeUs, nowUs, payloadSize);
        BandwidthUsage before = stream.counted;
        count(stream);
        urgent = stream.counted == BandwidthUsage.OVERUSING && before != BandwidthUsage.OVERUSING;
        return sampled;
    }

    private Stream stream(int place, int clockRate) {
        if (place >= streams.length) {
            streams = Arrays.copyOf(streams, Math.max(place + 1, 2 * streams.length));
        }
        Stream stream = streams[place];
        if (stream == null) {
            stream = new Stream(clockRate);
            streams[place] = stream;
        }
        if (!stream.live) {
            stream.chain.reset();
            stream.continuity.reset();
            stream.live = true;
            stream.counted = BandwidthUsage.NORMAL;
            streamsByUsage[BandwidthUsage.NORMAL.ordinal()]++;
        }
        if (stream.chain.ticksPerSecond() != clockRate) {
            stream.chain = new KalmanChain(clockRate);
            stream.continuity.reset();
        }
        return stream;
    }

    private void count(Stream stream) {
        BandwidthUsage usage = stream.chain.usage();
        if (usage != stream.counted) {
            streamsByUsage[stream.counted.ordinal()]--;
            streamsByUsage[usage.ordinal()]++;
            stream.counted = usage;
        }
    }

    @Override
    public BandwidthUsage usage() {
        if (streamsByUsage[BandwidthUsage.OVERUSING.ordinal()] > 0) {
            return BandwidthUsage.OVERUSING;
        }
        return streamsByUsage[BandwidthUsage.UNDERUSING.ordinal()] > 0
                ? BandwidthUsage.UNDERUSING
                : BandwidthUsage.NORMAL;
    }

    @Override
    public boolean usesAbsSendTime() {
        return false;
    }

    /** The first over-use of a stream is told at once, as in the reference. */
    @Override
    public boolean isUrgent() {
        return urgent;
    }

    @Override
    public void onStreamGone(int place) {
        Stream stream = place < streams.length ? streams[place] : null;
        if (stream != null && stream.live) {
            stream.live = false;
            streamsByUsage[stream.counted.ordinal()]--;
        }
    }

    /** Each stream has taken its own chain with it. */
    @Override
    public void onStreamsGone() {
        urgent = false;
    }

    @Override
    public void reset() {
        for (int place = 0; place < streams.length; place++) {
            onStreamGone(place);
        }
        urgent = false;
    }

    @Override
    public void describe(DiagnosticSink sink, boolean sampled) {
        last.describe(sink, sampled);
    }

    private static final class Stream {
        private final TimestampContinuity continuity = new TimestampContinuity();
        private KalmanChain chain;
        private boolean live;
        private BandwidthUsage counted = BandwidthUsage.NORMAL;

        private Stream(int clockRate) {
            chain = new KalmanChain(clockRate);
        }
    }
}
