package io.bwe.delay;

import io.bwe.api.BandwidthUsage;

/**
 * A Kalman filter that separates two causes of delay between packet groups: that a larger group takes longer to send
 * (slope, milliseconds per byte) and that a queue grows (offset, milliseconds).
 *
 * <p>The model, with d the change of one-way delay and s the change of size between groups: {@code d = slope * s +
 * offset + noise}. Follows libwebrtc's OveruseEstimator, M128; see also draft-ietf-rmcat-gcc-02, section 5.3.
 */
final class OveruseEstimator {
    /** Cap of the number of samples counted (libwebrtc: kDeltaCounterMax). */
    private static final int MAX_NUM_DELTAS = 1000;
    /** Start of the slope: 8 bits per byte over 512 kb/s. */
    private static final double INITIAL_SLOPE = 8.0 / 512.0;
    private static final double INITIAL_SLOPE_VARIANCE = 100.0;
    private static final double INITIAL_OFFSET_VARIANCE = 1e-1;
    private static final double SLOPE_PROCESS_NOISE = 1e-13;
    private static final double OFFSET_PROCESS_NOISE = 1e-3;
    /** Extra process noise, in multiples, while the offset already moves back from over- or under-use. */
    private static final double RECOVERY_NOISE_FACTOR = 10;
    private static final double INITIAL_VAR_NOISE = 50;
    private static final double MIN_VAR_NOISE = 1;
    /** Residuals beyond so many standard deviations do not count in full as noise: late frames, key frames. */
    private static final double MAX_RESIDUAL_DEVIATIONS = 3.0;
    /** Smoothing of the noise for the first samples, and from the 301st (10 s at 30 fps) on. */
    private static final double FAST_NOISE_RETENTION = 1 - 0.01;
    private static final double SLOW_NOISE_RETENTION = 1 - 0.002;
    private static final int NUM_FAST_DELTAS = 10 * 30;
    /** The smoothing above is meant per frame of 1/30 s. */
    private static final double FRAMES_PER_MS = 30.0;
    private static final double MS_PER_SECOND = 1000.0;
    /** So many group intervals are looked at for the shortest (libwebrtc: kMinFramePeriodHistoryLength). */
    private static final int HISTORY_LENGTH = 60;
    private static final int HISTORY_MASK = 63;

    private int numDeltas;
    private double slope;
    private double offset;
    private double previousOffset;
    private double avgNoise;
    private double varNoise;
    /** Covariance of the state, row by row. */
    private double e00;
    private double e01;
    private double e10;
    private double e11;

    private final double[] history = new double[HISTORY_MASK + 1];
    private int historyEnd;
    private int historySize;
    private double historyMin;

    private double powerBase;
    private double powerInterval;
    private double power;

    OveruseEstimator() {
        reset();
    }

    /**
     * Takes the next sample.
     *
     * @param arrivalDeltaMs time between the arrivals of two groups
     * @param sendDeltaMs time between their send times
     * @param sizeDelta how many bytes the later one is larger
     * @param usage what the detector said before this sample
     */
    void update(long arrivalDeltaMs, double sendDeltaMs, int sizeDelta, BandwidthUsage usage) {
        double shortestIntervalMs = shortestInterval(sendDeltaMs);
        double delayChangeMs = arrivalDeltaMs - sendDeltaMs;
        numDeltas = Math.min(numDeltas + 1, MAX_NUM_DELTAS);

        e00 += SLOPE_PROCESS_NOISE;
        e11 += OFFSET_PROCESS_NOISE;
        if (usage == BandwidthUsage.OVERUSING && offset < previousOffset
                || usage == BandwidthUsage.UNDERUSING && offset > previousOffset) {
            e11 += RECOVERY_NOISE_FACTOR * OFFSET_PROCESS_NOISE;
        }

        double size = sizeDelta;
        double eh0 = e00 * size + e01;
        double eh1 = e10 * size + e11;
        double residual = delayChangeMs - slope * size - offset;
        if (usage == BandwidthUsage.NORMAL) {
            double maxResidual = MAX_RESIDUAL_DEVIATIONS * Math.sqrt(varNoise);
            updateNoise(Math.abs(residual) < maxResidual ? residual : residual < 0 ? -maxResidual : maxResidual,
                    shortestIntervalMs);
        }

        double innovationVariance = varNoise + size * eh0 + eh1;
        double slopeGain = eh0 / innovationVariance;
        double offsetGain = eh1 / innovationVariance;
        updateCovariance(1.0 - slopeGain * size, -slopeGain, -offsetGain * size, 1.0 - offsetGain);

        slope += slopeGain * residual;
        previousOffset = offset;
        offset += offsetGain * residual;
        if (!Double.isFinite(slope) || !Double.isFinite(offset) || !Double.isFinite(varNoise)) {
            // Beyond any input that a network can produce. The reference would stay deaf for good; start over instead.
            reset();
        }
    }

    /** Multiplies the covariance from the left with the matrix (I - gain * h), given row by row. */
    private void updateCovariance(double m00, double m01, double m10, double m11) {
        double old00 = e00;
        double old01 = e01;
        e00 = old00 * m00 + e10 * m01;
        e01 = old01 * m00 + e11 * m01;
        e10 = old00 * m10 + e10 * m11;
        e11 = old01 * m10 + e11 * m11;
    }

    private void updateNoise(double residual, double intervalMs) {
        double retention = numDeltas > NUM_FAST_DELTAS ? SLOW_NOISE_RETENTION : FAST_NOISE_RETENTION;
        double beta = power(retention, intervalMs * FRAMES_PER_MS / MS_PER_SECOND);
        avgNoise = beta * avgNoise + (1 - beta) * residual;
        varNoise = beta * varNoise + (1 - beta) * (avgNoise - residual) * (avgNoise - residual);
        if (varNoise < MIN_VAR_NOISE) {
            varNoise = MIN_VAR_NOISE;
        }
    }

    /** The shortest interval changes rarely, and so does the power. */
    private double power(double base, double intervalFrames) {
        if (base != powerBase || intervalFrames != powerInterval) {
            powerBase = base;
            powerInterval = intervalFrames;
            power = Math.pow(base, intervalFrames);
        }
        return power;
    }

    /** The shortest of this interval and the 59 before it. */
    private double shortestInterval(double intervalMs) {
        boolean minLeaves = false;
        if (historySize == HISTORY_LENGTH) {
            minLeaves = history[(historyEnd - HISTORY_LENGTH) & HISTORY_MASK] <= historyMin;
            historySize--;
        }
        history[historyEnd++ & HISTORY_MASK] = intervalMs;
        historySize++;
        if (minLeaves) {
            double leavingMin = historyMin;
            historyMin = intervalMs;
            // A paced sender has many equal intervals: nothing that is left is shorter than the one that leaves.
            for (int i = 2; i <= historySize && historyMin > leavingMin; i++) {
                historyMin = Math.min(historyMin, history[(historyEnd - i) & HISTORY_MASK]);
            }
        } else {
            historyMin = Math.min(historyMin, intervalMs);
        }
        return historyMin;
    }

    /** Forgets all samples. */
    void reset() {
        numDeltas = 0;
        slope = INITIAL_SLOPE;
        offset = 0;
        previousOffset = 0;
        avgNoise = 0;
        varNoise = INITIAL_VAR_NOISE;
        e00 = INITIAL_SLOPE_VARIANCE;
        e01 = 0;
        e10 = 0;
        e11 = INITIAL_OFFSET_VARIANCE;
        historyEnd = 0;
        historySize = 0;
        historyMin = Double.POSITIVE_INFINITY;
        powerBase = Double.NaN;
    }

    /** Milliseconds that a byte takes on the bottleneck. */
    double slope() {
        return slope;
    }

    /** Milliseconds by which the queue grows from group to group. */
    double offset() {
        return offset;
    }

    /** Mean of the noise in milliseconds. */
    double avgNoise() {
        return avgNoise;
    }

    /** Variance of the noise in milliseconds squared, at least 1. */
    double varNoise() {
        return varNoise;
    }

    /** How many samples there were since the start, at most 1000. */
    int numDeltas() {
        return numDeltas;
    }
}
