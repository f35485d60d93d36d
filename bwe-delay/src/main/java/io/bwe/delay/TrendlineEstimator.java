package io.bwe.delay;

/**
 * Fits a straight line to the smoothed one-way delay of the last groups of packets. Its slope is the share of time by
 * which the queue grows.
 *
 * <p>Follows the filter in libwebrtc's TrendlineEstimator, M128, whose detector is {@link OveruseDetector}; see also
 * draft-ietf-rmcat-gcc-02, section 5.3, for the filter that it replaced in senders.
 */
final class TrendlineEstimator {
    /** Samples on the line (libwebrtc: kDefaultTrendlineWindowSize). */
    private static final int WINDOW_SIZE = 20;
    /** What the smoothed delay keeps of itself (libwebrtc: kDefaultTrendlineSmoothingCoeff). */
    private static final double SMOOTHING = 0.9;
    /** Brings the slope into the range of the Kalman filter's offset (libwebrtc: kDefaultTrendlineThresholdGain). */
    private static final double THRESHOLD_GAIN = 4.0;
    /** Cap of the number of samples counted (libwebrtc: kDeltaCounterMax). */
    private static final int MAX_NUM_DELTAS = 1000;

    private int numDeltas;
    private long firstArrivalMs;
    private double accumulatedDelayMs;
    private double smoothedDelayMs;
    private double trend;

    /** The samples in a ring: arrival since the first, and smoothed delay. */
    private final double[] arrivalMs = new double[WINDOW_SIZE];
    private final double[] delayMs = new double[WINDOW_SIZE];
    private int oldest;
    private int samples;

    /**
     * Takes the next sample.
     *
     * @param arrivalDeltaMs time between the arrivals of two groups
     * @param sendDeltaMs time between their send times
     * @param arrivalTimeMs when the later group was complete
     */
    void update(double arrivalDeltaMs, double sendDeltaMs, long arrivalTimeMs) {
        numDeltas = Math.min(numDeltas + 1, MAX_NUM_DELTAS);
        if (numDeltas == 1) {
            firstArrivalMs = arrivalTimeMs;
        }
        accumulatedDelayMs += arrivalDeltaMs - sendDeltaMs;
        smoothedDelayMs = SMOOTHING * smoothedDelayMs + (1 - SMOOTHING) * accumulatedDelayMs;
        add(arrivalTimeMs - firstArrivalMs, smoothedDelayMs);
        if (samples == WINDOW_SIZE) {
            fit();
        }
    }

    private void add(double sinceFirstMs, double smoothedMs) {
        int place = oldest + samples;
        if (samples == WINDOW_SIZE) {
            oldest = next(oldest);
        } else {
            samples++;
        }
        place = place >= WINDOW_SIZE ? place - WINDOW_SIZE : place;
        arrivalMs[place] = sinceFirstMs;
        delayMs[place] = smoothedMs;
    }

    private static int next(int place) {
        return place == WINDOW_SIZE - 1 ? 0 : place + 1;
    }

    /** Least squares. Sums from the oldest sample to the newest, because the order is part of a sum's last digits. */
    private void fit() {
        double arrivalSum = 0;
        double delaySum = 0;
        int place = oldest;
        for (int i = 0; i < WINDOW_SIZE; i++, place = next(place)) {
            arrivalSum += arrivalMs[place];
            delaySum += delayMs[place];
        }
        double meanArrivalMs = arrivalSum / WINDOW_SIZE;
        double meanDelayMs = delaySum / WINDOW_SIZE;
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < WINDOW_SIZE; i++, place = next(place)) {
            double distanceMs = arrivalMs[place] - meanArrivalMs;
            numerator += distanceMs * (delayMs[place] - meanDelayMs);
            denominator += distanceMs * distanceMs;
        }
        // All at once: no line goes through them, and the last one stays.
        if (denominator != 0) {
            trend = numerator / denominator;
        }
    }

    /** Forgets all samples. */
    void reset() {
        numDeltas = 0;
        accumulatedDelayMs = 0;
        smoothedDelayMs = 0;
        trend = 0;
        oldest = 0;
        samples = 0;
    }

    /** Sum of all changes of the one-way delay, in milliseconds. */
    double accumulatedDelayMs() {
        return accumulatedDelayMs;
    }

    /** The same, smoothed. */
    double smoothedDelayMs() {
        return smoothedDelayMs;
    }

    /** Milliseconds by which the queue grows per millisecond; 0 until there are enough samples for a line. */
    double trend() {
        return trend;
    }

    /** The trend, as the detector takes it in place of an offset. */
    double offset() {
        return trend * THRESHOLD_GAIN;
    }

    /** How many samples there were since the start, at most 1000. */
    int numDeltas() {
        return numDeltas;
    }
}
