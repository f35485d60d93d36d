package io.bwe.testkit.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A sender of video or audio and a receiver with an estimator. Immutable; any thread may use it.
 */
public final class MediaFlow implements FlowSpec {
    /** A time without packets. */
    private record Pause(long fromNs, long toNs) {
    }

    private static final long AUDIO_INTERVAL_NS = 20_000_000;
    private static final double NS_PER_SECOND = 1e9;

    private final Builder settings;

    private MediaFlow(Builder settings) {
        this.settings = settings;
    }

    /**
     * Video: 30 frames a second at 150 kb/s to 2.5 Mb/s, 300 kb/s at first, sizes that scatter by 15 %, an encoder that
     * follows in 200 ms, paced at two and a half times its rate, for the whole time.
     *
     * @param name what it is called
     * @return a builder that starts from these
     */
    public static Builder video(String name) {
        return new Builder(name, 0);
    }

    /**
     * Audio: a packet each 20 ms, whatever the estimate.
     *
     * @param name what it is called
     * @param bytes the size of a payload, 1 to 1,150
     * @return a builder
     * @throws IllegalArgumentException if the size is out of range
     */
    public static Builder audio(String name, int bytes) {
        return new Builder(name, (int) Limits.check("bytes", (long) bytes, 1, MediaSender.LARGEST_PAYLOAD));
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public boolean backward() {
        return settings.backward;
    }

    long startNs() {
        return settings.startNs;
    }

    long endNs() {
        return settings.endNs;
    }

    RateControl.Limited limits() {
        return new RateControl.Limited(settings.minBps, settings.startBps, settings.maxBps);
    }

    Encoder encoder(Random noise) {
        return settings.audioBytes > 0
                ? new Encoder.Audio(AUDIO_INTERVAL_NS, settings.audioBytes)
                : new Encoder.Video(this, noise);
    }

    /** What the flow could send at most, in bits per second of payload. */
    long wantedBps(long nowNs) {
        return settings.audioBytes > 0
                ? Math.round(settings.audioBytes * 8 * NS_PER_SECOND / AUDIO_INTERVAL_NS)
                : Math.min(settings.maxBps, applicationLimitBps(nowNs));
    }

    boolean isActive(long nowNs) {
        return nowNs >= settings.startNs && nowNs < settings.endNs && !isPaused(nowNs);
    }

    boolean isPaused(long nowNs) {
        for (Pause pause : settings.pauses) {
            if (nowNs >= pause.fromNs && nowNs < pause.toNs) {
                return true;
            }
        }
        return false;
    }

    long applicationLimitBps(long nowNs) {
        return nowNs < settings.limitUntilNs ? settings.limitBps : Long.MAX_VALUE;
    }

    long frameIntervalNs() {
        return settings.frameIntervalNs;
    }

    double sizeNoise() {
        return settings.sizeNoise;
    }

    long encoderLagNs() {
        return settings.encoderLagNs;
    }

    long keyIntervalNs() {
        return settings.keyIntervalNs;
    }

    double keyFactor() {
        return settings.keyFactor;
    }

    double pacingFactor() {
        return settings.pacingFactor;
    }

    long extraDelayNs() {
        return settings.extraDelayNs;
    }

    boolean rttKnown() {
        return settings.rttKnown;
    }

    /** Collects settings; refuses what is out of range, with the range. Used by one thread. */
    public static final class Builder implements Cloneable {
        private final String name;
        private final int audioBytes;
        private boolean backward;
        private long startNs;
        private long endNs = Limits.LONGEST.toNanos();
        private long minBps = 150_000;
        private long startBps = 300_000;
        private long maxBps = 2_500_000;
        private long frameIntervalNs = Math.round(NS_PER_SECOND / 30);
        private double sizeNoise = 0.15;
        private long encoderLagNs = 200_000_000;
        private long keyIntervalNs;
        private double keyFactor = 1;
        private double pacingFactor = 2.5;
        private long extraDelayNs;
        private long limitBps;
        private long limitUntilNs;
        private boolean rttKnown = true;
        private List<Pause> pauses = List.of();

        private Builder(String name, int audioBytes) {
            this.name = name;
            this.audioBytes = audioBytes;
        }

        @Override
        protected Builder clone() {
            try {
                return (Builder) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /**
         * Has it send over the link that carries the others' feedback.
         *
         * @return this
         */
        public Builder sentBackward() {
            backward = true;
            return this;
        }

        /**
         * When it sends.
         *
         * @param start zero to 365 days; default zero
         * @param end zero to 365 days; default never
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder time(Duration start, Duration end) {
            startNs = Limits.checkNs("start", start);
            endNs = Limits.checkNs("end", end);
            return this;
        }

        /**
         * What the encoder can do, in bits per second of payload.
         *
         * @param min the lowest rate, 1 to 10^11
         * @param start the first rate, {@code min} to {@code max}
         * @param max the highest rate, {@code min} to 10^11
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder rates(long min, long start, long max) {
            minBps = Limits.check("min", min, 1, Limits.HIGHEST_BPS);
            maxBps = Limits.check("max", max, min, Limits.HIGHEST_BPS);
            startBps = Limits.check("start", start, min, max);
            return this;
        }

        /**
         * How frames come.
         *
         * @param perSecond 1 to 240
         * @param noise standard deviation of their sizes relative to the mean, 0 to 1
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder frames(double perSecond, double noise) {
            frameIntervalNs = Math.round(NS_PER_SECOND / Limits.check("perSecond", perSecond, 1, 240));
            sizeNoise = Limits.check("noise", noise, 0, 1);
            return this;
        }

        /**
         * In which time the encoder comes near a new rate, by all but a third of the way.
         *
         * @param lag zero to 365 days
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder encoderLag(Duration lag) {
            encoderLagNs = Limits.checkNs("lag", lag);
            return this;
        }

        /**
         * Key frames; by default there are none.
         *
         * @param interval the time between two, zero to 365 days; zero switches them off
         * @param factor how much larger they are, 1 to 100
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder keyFrames(Duration interval, double factor) {
            keyIntervalNs = Limits.checkNs("interval", interval);
            keyFactor = Limits.check("factor", factor, 1, 100);
            return this;
        }

        /**
         * How fast the pacer sends.
         *
         * @param factor of the target rate, 1 to 100; 0 sends a frame's packets all at once
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder pacing(double factor) {
            pacingFactor = factor == 0 ? 0 : Limits.check("factor", factor, 1, 100);
            return this;
        }

        /**
         * Delay of this flow alone, in either direction.
         *
         * @param delay zero to 365 days
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder extraDelay(Duration delay) {
            extraDelayNs = Limits.checkNs("delay", delay);
            return this;
        }

        /**
         * An application that has less to send than it may, such as a slide on a shared screen.
         *
         * @param bps what it has to send at most, 1 to 10^11 bits per second
         * @param until when it wants more, zero to 365 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder limitedTo(long bps, Duration until) {
            limitBps = Limits.check("bps", bps, 1, Limits.HIGHEST_BPS);
            limitUntilNs = Limits.checkNs("until", until);
            return this;
        }

        /**
         * A time without packets.
         *
         * @param from zero to 365 days
         * @param to zero to 365 days
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder paused(Duration from, Duration to) {
            List<Pause> more = new ArrayList<>(pauses);
            more.add(new Pause(Limits.checkNs("from", from), Limits.checkNs("to", to)));
            pauses = List.copyOf(more);
            return this;
        }

        /**
         * Leaves the estimator to its assumption about the round-trip time. By default it is told each second.
         *
         * @return this
         */
        public Builder rttUnknown() {
            rttKnown = false;
            return this;
        }

        /**
         * Makes the flow.
         *
         * @return what was set
         */
        public MediaFlow build() {
            return new MediaFlow(clone());
        }
    }
}
