package io.bwe.testkit.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A sender of video or audio and a receiver with an estimator. Immutable; any thread may use it.
 */
public final class MediaFlow implements FlowSpec {
    private static final double NS_PER_SECOND = 1e9;

    private final MediaSettings settings;

    private MediaFlow(MediaSettings settings) {
        this.settings = settings;
    }

    /**
     * Video: 30 frames a second at 150 kb/s to 2.5 Mb/s, 300 kb/s at first, sizes that scatter by 15 %, an encoder that
     * follows in 400 ms, paced at two and a half times its rate, for the whole time.
     *
     * @param name what it is called
     * @return a builder that starts from these
     */
    public static Builder video(String name) {
        return new Builder(new MediaSettings(name, 0));
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
        Limits.check("bytes", (long) bytes, 1, MediaSender.LARGEST_PAYLOAD);
        return new Builder(new MediaSettings(name, bytes));
    }

    @Override
    public String name() {
        return settings.name;
    }

    @Override
    public boolean backward() {
        return settings.backward;
    }

    MediaSettings settings() {
        return settings;
    }

    /** Collects settings; refuses what is out of range, with the range. Used by one thread. */
    public static final class Builder {
        private final MediaSettings settings;

        private Builder(MediaSettings settings) {
            this.settings = settings;
        }

        /**
         * Has it send over the link that carries the others' feedback.
         *
         * @return this
         */
        public Builder sentBackward() {
            settings.backward = true;
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
            settings.startNs = Limits.checkNs("start", start);
            settings.endNs = Limits.checkNs("end", end);
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
            settings.minBps = Limits.check("min", min, 1, Limits.HIGHEST_BPS);
            settings.maxBps = Limits.check("max", max, min, Limits.HIGHEST_BPS);
            settings.startBps = Limits.check("start", start, min, max);
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
            settings.frameIntervalNs = Math.round(NS_PER_SECOND / Limits.check("perSecond", perSecond, 1, 240));
            settings.sizeNoise = Limits.check("noise", noise, 0, 1);
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
            settings.encoderLagNs = Limits.checkNs("lag", lag);
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
            settings.keyIntervalNs = Limits.checkNs("interval", interval);
            settings.keyFactor = Limits.check("factor", factor, 1, 100);
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
            settings.pacing = Pacing.atFactor(factor == 0 ? 0 : checkFactor(factor));
            return this;
        }

        /**
         * A pacer that sends in bursts, as that of libwebrtc does: packets leave at once until they make up so much time at
         * the pacer's rate, and then none until it has passed.
         *
         * @param factor of the target rate, 1 to 100
         * @param burst zero to 365 days; libwebrtc's are of 40 ms
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder pacingInBursts(double factor, Duration burst) {
            settings.pacing = Pacing.inBursts(checkFactor(factor), Limits.checkNs("burst", burst));
            return this;
        }

        /**
         * A pacer that spreads the packets of each frame over the time to the next, so that there are no trains.
         *
         * @return this
         */
        public Builder pacingEvenly() {
            settings.pacing = Pacing.spreadEvenly();
            return this;
        }

        private static double checkFactor(double factor) {
            return Limits.check("factor", factor, 1, 100);
        }

        /**
         * An encoder whose rate strays: for 2 s on average it makes the same part of its target, then another.
         *
         * @param least the smallest part, 0.01 to 10
         * @param most the largest, {@code least} to 10
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder straying(double least, double most) {
            settings.leastOutput = Limits.check("least", least, 0.01, 10);
            settings.mostOutput = Limits.check("most", most, least, 10);
            return this;
        }

        /**
         * A sender whose clock is not the receiver's.
         *
         * @param ppm by how many millionths it is faster, -10,000 to 10,000
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder clockDrift(double ppm) {
            settings.clockDrift = Limits.check("ppm", ppm, -10_000, 10_000) / 1e6;
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
            settings.extraDelayNs = Limits.checkNs("delay", delay);
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
            settings.limitBps = Limits.check("bps", bps, 1, Limits.HIGHEST_BPS);
            settings.limitUntilNs = Limits.checkNs("until", until);
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
            List<MediaSettings.Pause> more = new ArrayList<>(settings.pauses);
            more.add(new MediaSettings.Pause(Limits.checkNs("from", from), Limits.checkNs("to", to)));
            settings.pauses = List.copyOf(more);
            return this;
        }

        /**
         * Leaves the estimator to its assumption about the round-trip time. By default it is told each second.
         *
         * @return this
         */
        public Builder rttUnknown() {
            settings.rttKnown = false;
            return this;
        }

        /**
         * Makes the flow.
         *
         * @return what was set
         */
        public MediaFlow build() {
            return new MediaFlow(settings.clone());
        }
    }
}
