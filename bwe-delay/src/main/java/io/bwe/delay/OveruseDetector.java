package io.bwe.delay;

import io.bwe.api.BandwidthUsage;

/**
 * Holds the filtered delay against a threshold that adapts to it: slowly away from what is seen, quickly towards it, so
 * that loss-based flows on the same path do not starve this one.
 *
 * <p>Follows libwebrtc's OveruseDetector, M128, which the detector inside its TrendlineEstimator equals; see also
 * draft-ietf-rmcat-gcc-02, section 5.4.
 */
final class OveruseDetector {
    /** One sample is not judged. */
    private static final int MIN_DELTAS = 2;
    /** The offset counts times the number of samples, up to so many (libwebrtc: kMinNumDeltas). */
    private static final int MAX_COUNTED_DELTAS = 60;
    private static final double INITIAL_THRESHOLD_MS = 12.5;
    private static final double MIN_THRESHOLD_MS = 6;
    private static final double MAX_THRESHOLD_MS = 600;
    /** Gains of the threshold per millisecond, while the offset is above and below it. */
    private static final double UP_GAIN = 0.0087;
    private static final double DOWN_GAIN = 0.039;
    /** An offset this far above the threshold is a spike that must not move it (libwebrtc: kMaxAdaptOffsetMs). */
    private static final double MAX_ADAPT_OFFSET_MS = 15;
    /** The longest time over which one sample moves the threshold. */
    private static final long MAX_ADAPT_TIME_MS = 100;
    /**
     * Over-use is declared when the threshold was exceeded for longer than this (libwebrtc: kOverUsingTimeThreshold).
     */
    private static final double OVERUSE_TIME_THRESHOLD_MS = 10;
    private static final double NOT_OVER = -1;

    private double thresholdMs;
    private double previousOffset;
    private double timeOverUsingMs;
    private int overuseCounter;
    private boolean adaptedBefore;
    private long lastAdaptationMs;
    private BandwidthUsage usage;

    OveruseDetector() {
        reset();
    }

    /**
     * Takes the next filtered sample.
     *
     * @param offset the filter's offset in milliseconds
     * @param sendDeltaMs the time that the sample covers, at the sender
     * @param numDeltas how many samples the filter has had
     * @param arrivalTimeMs when the sample was taken
     */
    void detect(double offset, double sendDeltaMs, int numDeltas, long arrivalTimeMs) {
        if (!isJudged(numDeltas)) {
            return;
        }
        double modifiedOffset = modifiedOffset(offset, numDeltas);
        if (modifiedOffset > thresholdMs) {
            // Nothing is known about the time between the samples, so half of the first interval is taken as over.
            timeOverUsingMs = timeOverUsingMs == NOT_OVER ? sendDeltaMs / 2 : timeOverUsingMs + sendDeltaMs;
            overuseCounter++;
            if (timeOverUsingMs > OVERUSE_TIME_THRESHOLD_MS && overuseCounter > 1 && offset >= previousOffset) {
                timeOverUsingMs = 0;
                overuseCounter = 0;
                usage = BandwidthUsage.OVERUSING;
            }
        } else {
            timeOverUsingMs = NOT_OVER;
            overuseCounter = 0;
            usage = modifiedOffset < -thresholdMs ? BandwidthUsage.UNDERUSING : BandwidthUsage.NORMAL;
        }
        previousOffset = offset;
        adaptThreshold(Math.abs(modifiedOffset), arrivalTimeMs);
    }

    /** Whether a sample changes anything, the filter having had so many. */
    static boolean isJudged(int numDeltas) {
        return numDeltas >= MIN_DELTAS;
    }

    /** What is held against the threshold, in milliseconds. */
    static double modifiedOffset(double offset, int numDeltas) {
        return Math.min(numDeltas, MAX_COUNTED_DELTAS) * offset;
    }

    private void adaptThreshold(double magnitudeMs, long arrivalTimeMs) {
        if (!adaptedBefore) {
            adaptedBefore = true;
            lastAdaptationMs = arrivalTimeMs;
        }
        if (magnitudeMs <= thresholdMs + MAX_ADAPT_OFFSET_MS) {
            double gain = magnitudeMs < thresholdMs ? DOWN_GAIN : UP_GAIN;
            long timeMs = Math.min(arrivalTimeMs - lastAdaptationMs, MAX_ADAPT_TIME_MS);
            thresholdMs = Math.clamp(thresholdMs + gain * (magnitudeMs - thresholdMs) * timeMs, MIN_THRESHOLD_MS,
                    MAX_THRESHOLD_MS);
        }
        lastAdaptationMs = arrivalTimeMs;
    }

    /** Forgets all samples. */
    void reset() {
        thresholdMs = INITIAL_THRESHOLD_MS;
        previousOffset = 0;
        timeOverUsingMs = NOT_OVER;
        overuseCounter = 0;
        adaptedBefore = false;
        usage = BandwidthUsage.NORMAL;
    }

    /** What the last sample led to. A sample that suggests over-use but does not prove it leaves it as it was. */
    BandwidthUsage usage() {
        return usage;
    }

    /** The threshold in milliseconds, 6 to 600. */
    double threshold() {
        return thresholdMs;
    }
}
