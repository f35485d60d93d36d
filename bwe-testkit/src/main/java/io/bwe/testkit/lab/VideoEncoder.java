package io.bwe.testkit.lab;

import java.util.Random;

/**
 * Video: the encoder's rate follows the target with some lag and may stray from it, sizes scatter around it, and key
 * frames are larger; what they take too much, the frames after them save.
 */
final class VideoEncoder implements Encoder {
    /** Where noise ends, relative to the mean, so that it makes no absurd frame. */
    private static final double SMALLEST = 0.1;
    private static final double LARGEST = 3.0;
    /** The most that a frame saves. */
    private static final double SAVING = 0.2;
    /** The mean time for which the encoder's rate keeps its distance from the target. */
    private static final double STRAYING_S = 2;
    private static final int BITS_PER_BYTE = 8;
    private static final double NS_PER_SECOND = 1e9;

    private final MediaSettings spec;
    private final Random noise;
    private double rateBps;
    private long lastNs;
    private double debtBytes;
    private long nextKeyNs;
    private double output = 1;
    private long nextOutputNs;

    VideoEncoder(MediaSettings spec, Random noise) {
        this.spec = spec;
        this.noise = noise;
        rateBps = spec.startBps;
    }

    @Override
    public long intervalNs() {
        return spec.frameIntervalNs;
    }

    @Override
    public void restart() {
        nextKeyNs = 0;
    }

    @Override
    public int encode(long targetBps, long nowNs) {
        double wantedBps = Math.min(targetBps, spec.applicationLimitBps(nowNs)) * output(nowNs);
        double adapted = spec.encoderLagNs == 0 ? 1 : 1 - Math.exp(-(double) (nowNs - lastNs) / spec.encoderLagNs);
        rateBps += (wantedBps - rateBps) * adapted;
        lastNs = nowNs;
        double mean = rateBps / BITS_PER_BYTE * intervalNs() / NS_PER_SECOND;
        double size = mean * Math.clamp(1 + spec.sizeNoise * noise.nextGaussian(), SMALLEST, LARGEST);
        if (spec.keyIntervalNs > 0 && nowNs >= nextKeyNs) {
            nextKeyNs = nowNs + spec.keyIntervalNs;
            debtBytes += mean * (spec.keyFactor - 1);
            size *= spec.keyFactor;
        } else {
            double saved = Math.min(debtBytes, mean * SAVING);
            debtBytes -= saved;
            size -= saved;
        }
        return Math.max(1, (int) Math.round(size));
    }

    /** Which part of its target the encoder makes of it. */
    private double output(long nowNs) {
        if (spec.leastOutput < spec.mostOutput && nowNs >= nextOutputNs) {
            output = spec.leastOutput + noise.nextDouble() * (spec.mostOutput - spec.leastOutput);
            nextOutputNs = nowNs + Math.round(-Math.log(1 - noise.nextDouble()) * STRAYING_S * NS_PER_SECOND);
        }
        return output;
    }
}
