package io.bwe.testkit.lab;

import java.util.List;
import java.util.Random;

/**
 * What a flow of media is like: the defaults are those of video. A builder changes its own, a flow's is never changed.
 */
final class MediaSettings implements Cloneable {
    /** A time without packets. */
    record Pause(long fromNs, long toNs) {
    }

    private static final long AUDIO_INTERVAL_NS = 20_000_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final double FRAMES_PER_SECOND = 30;

    final String name;
    /** The size of each packet of audio; 0 for video. */
    final int audioBytes;
    boolean backward;
    long startNs;
    long endNs = Limits.LONGEST.toNanos();
    long minBps = 150_000;
    long startBps = 300_000;
    long maxBps = 2_500_000;
    long frameIntervalNs = Math.round(NS_PER_SECOND / FRAMES_PER_SECOND);
    /** The standard deviation of frames' sizes relative to their mean. */
    double sizeNoise = 0.15;
    /** Chromium's encoder was seen to be as late as this, also downwards. */
    long encoderLagNs = 400_000_000;
    /** Between which parts of its target the encoder's rate strays. */
    double leastOutput = 1;
    double mostOutput = 1;
    long keyIntervalNs;
    double keyFactor = 1;
    Pacing pacing = Pacing.atFactor(2.5);
    long extraDelayNs;
    long limitBps;
    long limitUntilNs;
    boolean rttKnown = true;
    /** How much faster the sender's clock is than the receiver's, relative to that. */
    double clockDrift;
    List<Pause> pauses = List.of();

    MediaSettings(String name, int audioBytes) {
        this.name = name;
        this.audioBytes = audioBytes;
    }

    @Override
    protected MediaSettings clone() {
        try {
            return (MediaSettings) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    RateControl.Limited limits() {
        return new RateControl.Limited(minBps, startBps, maxBps);
    }

    Encoder encoder(Random noise) {
        return audioBytes > 0 ? new Encoder.Audio(AUDIO_INTERVAL_NS, audioBytes) : new VideoEncoder(this, noise);
    }

    /** What the flow could send at most, in bits per second of payload. */
    long wantedBps(long nowNs) {
        return audioBytes > 0
                ? Math.round(audioBytes * 8 * NS_PER_SECOND / AUDIO_INTERVAL_NS)
                : Math.min(maxBps, applicationLimitBps(nowNs));
    }

    boolean isActive(long nowNs) {
        return nowNs >= startNs && nowNs < endNs && !isPaused(nowNs);
    }

    boolean isPaused(long nowNs) {
        for (Pause pause : pauses) {
            if (nowNs >= pause.fromNs && nowNs < pause.toNs) {
                return true;
            }
        }
        return false;
    }

    long applicationLimitBps(long nowNs) {
        return nowNs < limitUntilNs ? limitBps : Long.MAX_VALUE;
    }

    /** The sender's clock. */
    long senderClockNs(long nowNs) {
        return nowNs + Math.round(nowNs * clockDrift);
    }
}
