package io.bwe.cli;

import java.util.random.RandomGenerator;

/**
 * The packets of a video encoder with a pacer behind it: 30 frames a second whose sizes scatter around the target, each
 * split into equal packets that leave at 2.5 times the target rate (libwebrtc's pacing factor). Pure computation; time
 * comes in with every call. Used by one thread.
 */
final class DemoVideoSource {
    /** The largest payload of a packet, in bytes. */
    static final int MAX_PAYLOAD_BYTES = 1_150;
    static final int FRAMES_PER_SECOND = 30;
    private static final int RTP_TICKS_PER_FRAME = 90_000 / FRAMES_PER_SECOND;
    private static final double PACING_FACTOR = 2.5;
    /** The standard deviation of a frame's size, as a share of the mean; sizes beyond twice that are cut. */
    private static final double SIZE_DEVIATION = 0.15;
    /** The share of the bits over or under the target so far that the next frame makes good. */
    private static final double CORRECTION = 0.25;
    /** A sender that was held up for longer than this many nanoseconds skips frames instead of sending a burst. */
    private static final long MAX_LAG_NS = 100_000_000;

    private final RandomGenerator random;
    private long frame;
    private double owedBytes;
    private int packetsLeft;
    private int frameBytesLeft;
    private long nextDueNs;
    private double nsPerByte;

    private int payloadBytes;
    private boolean lastOfFrame;
    private long rtpTimestamp;

    /**
     * Creates a source whose first frame is due at time zero.
     *
     * @param random decides the sizes of the frames
     */
    DemoVideoSource(RandomGenerator random) {
        this.random = random;
    }

    /**
     * When the next packet is due.
     *
     * @return nanoseconds since the start
     */
    long nextDueNs() {
        return nextDueNs;
    }

    /**
     * Makes the packet that is due. A frame takes the target that holds at its first packet.
     *
     * @param nowNs the time, at or after {@link #nextDueNs()}
     * @param targetBps the rate of payload to send, in bits per second
     */
    void advance(long nowNs, long targetBps) {
        if (packetsLeft == 0) {
            beginFrame(nowNs, targetBps);
        }
        payloadBytes = frameBytesLeft / packetsLeft;
        frameBytesLeft -= payloadBytes;
        packetsLeft--;
        lastOfFrame = packetsLeft == 0;
        if (lastOfFrame) {
            frame++;
            nextDueNs = frameDueNs(frame);
        } else {
            nextDueNs += (long) (payloadBytes * nsPerByte);
        }
    }

    private void beginFrame(long nowNs, long targetBps) {
        if (nowNs - nextDueNs > MAX_LAG_NS) {
            frame = nowNs * FRAMES_PER_SECOND / 1_000_000_000L;
            nextDueNs = frameDueNs(frame);
        }
        double meanBytes = targetBps / 8.0 / FRAMES_PER_SECOND;
        double noise = Math.clamp(random.nextGaussian(), -2, 2) * SIZE_DEVIATION;
        frameBytesLeft = (int) Math.max(1, Math.round(meanBytes * (1 + noise) + owedBytes * CORRECTION));
        owedBytes += meanBytes - frameBytesLeft;
        packetsLeft = Math.ceilDiv(frameBytesLeft, MAX_PAYLOAD_BYTES);
        nsPerByte = 8e9 / (PACING_FACTOR * targetBps);
        rtpTimestamp = frame * RTP_TICKS_PER_FRAME & 0xFFFF_FFFFL;
    }

    private static long frameDueNs(long frame) {
        return frame * 1_000_000_000L / FRAMES_PER_SECOND;
    }

    /** The payload size of the packet made last, in bytes. */
    int payloadBytes() {
        return payloadBytes;
    }

    /** Whether the packet made last ends its frame. */
    boolean lastOfFrame() {
        return lastOfFrame;
    }

    /** The RTP timestamp of the packet made last, 90 kHz. */
    long rtpTimestamp() {
        return rtpTimestamp;
    }
}
