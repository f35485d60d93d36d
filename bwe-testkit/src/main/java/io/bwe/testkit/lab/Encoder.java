package io.bwe.testkit.lab;

import java.util.Random;

/** Turns a target rate into frames. */
interface Encoder {
    /** Where noise ends, relative to the mean, so that it makes no absurd frame. */
    double SMALLEST = 0.1;
    double LARGEST = 3.0;
    int BITS_PER_BYTE = 8;
    double NS_PER_SECOND = 1e9;

    /** The time between two frames. */
    long intervalNs();

    /**
     * Makes a frame.
     *
     * @param targetBps what the sender may send now
     * @param nowNs the time
     * @return its size, 1 byte or more
     */
    int encode(long targetBps, long nowNs);

    /** The next frame begins anew. */
    void restart();

    /** Packets of one size at a constant rate, whatever the target. */
    record Audio(long intervalNs, int bytes) implements Encoder {
        @Override
        public int encode(long targetBps, long nowNs) {
            return bytes;
        }

        @Override
        public void restart() {
            // Every frame is for itself.
        }
    }

    /**
     * Video: the encoder's rate follows the target with some lag, sizes scatter around it, and key frames are larger; what
     * they take too much, the frames after them save.
     */
    final class Video implements Encoder {
        /** The most that a frame saves. */
        private static final double SAVING = 0.2;

        private final MediaFlow spec;
        private final Random noise;
        private double rateBps;
        private long lastNs;
        private double debtBytes;
        private long nextKeyNs;

        Video(MediaFlow spec, Random noise) {
            this.spec = spec;
            this.noise = noise;
            rateBps = spec.limits().startBps();
        }

        @Override
        public long intervalNs() {
            return spec.frameIntervalNs();
        }

        @Override
        public void restart() {
            nextKeyNs = 0;
        }

        @Override
        public int encode(long targetBps, long nowNs) {
            double wantedBps = Math.min(targetBps, spec.applicationLimitBps(nowNs));
            double adapted = spec.encoderLagNs() == 0
                    ? 1
                    : 1 - Math.exp(-(double) (nowNs - lastNs) / spec.encoderLagNs());
            rateBps += (wantedBps - rateBps) * adapted;
            lastNs = nowNs;
            double mean = rateBps / BITS_PER_BYTE * intervalNs() / NS_PER_SECOND;
            double size = mean * Math.clamp(1 + spec.sizeNoise() * noise.nextGaussian(), SMALLEST, LARGEST);
            if (spec.keyIntervalNs() > 0 && nowNs >= nextKeyNs) {
                nextKeyNs = nowNs + spec.keyIntervalNs();
                debtBytes += mean * (spec.keyFactor() - 1);
                size *= spec.keyFactor();
            } else {
                double saved = Math.min(debtBytes, mean * SAVING);
                debtBytes -= saved;
                size -= saved;
            }
            return Math.max(1, (int) Math.round(size));
        }
    }
}
