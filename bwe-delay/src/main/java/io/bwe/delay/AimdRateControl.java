package io.bwe.delay;

import io.bwe.api.BandwidthUsage;

/**
 * Raises the estimate while the path is not over-used, additively near a known capacity and multiplicatively otherwise,
 * and backs off to below the throughput when it is.
 *
 * <p>Follows libwebrtc's AimdRateControl as its receiver uses it, M128. An upper limit is this project's addition; with
 * none set nothing differs. See also draft-ietf-rmcat-gcc-02, section 5.5.
 */
final class AimdRateControl {
    /** Value and last known throughput before there is any evidence; no limit (libwebrtc: kMaxConfiguredBitrate). */
    private static final long INITIAL_BPS = 30_000_000;
    /** Back-off factor on throughput (libwebrtc: kDefaultBackoffFactor). */
    private static final double BETA = 0.85;
    /** Taken off in addition, to drain the queue, where the result is larger than this. */
    private static final long DECREASE_MARGIN_BPS = 5_000;
    /** The value may exceed the throughput by this factor and this much. */
    private static final double INCREASE_LIMIT_FACTOR = 1.5;
    private static final long INCREASE_LIMIT_MARGIN_BPS = 10_000;
    /** Growth per second far from capacity, and its least step. */
    private static final double GROWTH_PER_SECOND = 1.08;
    private static final double MAX_GROWTH_SECONDS = 1.0;
    private static final long MIN_GROWTH_BPS = 1_000;
    /** Least additive growth, bits per second per second. */
    private static final long MIN_ADDITIVE_BPS_PER_SECOND = 4_000;
    /** Frame interval, packet size and processing time assumed for the additive growth. */
    private static final long FRAME_INTERVAL_US = 1_000_000 / 30;
    private static final long PACKET_SIZE = 1_200;
    private static final long RESPONSE_MARGIN_US = 100_000;
    /** Without other evidence the throughput becomes the estimate after this time (libwebrtc: kInitializationTime). */
    private static final long INITIALIZATION_TIME_US = 5_000_000;
    /** Round-trip time until one is measured. */
    private static final long DEFAULT_RTT_US = 200_000;
    /** After a change the next reduction waits for the round-trip time within these limits. */
    private static final long MIN_REDUCTION_INTERVAL_US = 10_000;
    private static final long MAX_REDUCTION_INTERVAL_US = 200_000;
    private static final double REDUCE_NOW_FACTOR = 0.5;
    /** Feedback packets of this size may take this share of the value, within these limits of their interval. */
    private static final long RTCP_SIZE = 80;
    private static final double RTCP_SHARE = 0.05;
    private static final long MIN_FEEDBACK_INTERVAL_US = 200_000;
    private static final long MAX_FEEDBACK_INTERVAL_US = 1_000_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final long minBps;
    private final long maxBps;
    private final LinkCapacityEstimator linkCapacity = new LinkCapacityEstimator();

    private RateControlState state;
    private boolean valid;
    private long valueBps;
    private long feedbackIntervalMs;
    private long lastThroughputBps;
    private long firstThroughputUs;
    private long lastChangeUs;
    private long rttUs;

    /**
     * Creates a controller without evidence.
     *
     * @param minBps the lowest value
     * @param maxBps the highest value, at most 10^14 so that no product overflows
     */
    AimdRateControl(long minBps, long maxBps) {
        this.minBps = minBps;
        this.maxBps = maxBps;
        reset();
    }

    /** Forgets everything learned. */
    void reset() {
        linkCapacity.reset();
        state = RateControlState.HOLD;
        valid = false;
        setValue(INITIAL_BPS);
        lastThroughputBps = INITIAL_BPS;
        firstThroughputUs = NEVER;
        lastChangeUs = NEVER;
        rttUs = DEFAULT_RTT_US;
    }

    /** Takes a start value, which counts as evidence and as throughput until some is measured. */
    void setStartBitrate(long startBps) {
        setValue(startBps);
        lastThroughputBps = valueBps;
        valid = true;
    }

    /** Takes a value from a probe. */
    void setEstimate(long bitrateBps, long nowUs) {
        valid = true;
        setValue(bitrateBps);
        lastChangeUs = nowUs;
    }

    /** Takes a measured round-trip time in microseconds. */
    void setRtt(long measuredRttUs) {
        rttUs = measuredRttUs;
    }

    /**
     * Takes the detector's statement and the throughput.
     *
     * @param usage the statement
     * @param throughputBps bits per second, or {@link RateStatistics#NOT_MEASURABLE}
     * @param nowUs the time
     */
    void update(BandwidthUsage usage, long throughputBps, long nowUs) {
        boolean measured = throughputBps != RateStatistics.NOT_MEASURABLE;
        if (measured) {
            lastThroughputBps = throughputBps;
            if (!valid) {
                awaitInitialization(throughputBps, nowUs);
            }
        }
        // An over-use is evidence enough to establish the first estimate.
        if (!valid && usage != BandwidthUsage.OVERUSING) {
            return;
        }
        switch (usage) {
            case OVERUSING -> decrease(lastThroughputBps, nowUs);
            case UNDERUSING -> state = RateControlState.HOLD;
            case NORMAL -> {
                if (state == RateControlState.HOLD) {
                    lastChangeUs = nowUs;
                    state = RateControlState.INCREASE;
                }
                increase(lastThroughputBps, nowUs);
            }
        }
    }

    private void awaitInitialization(long throughputBps, long nowUs) {
        if (firstThroughputUs == NEVER) {
            firstThroughputUs = nowUs;
        } else if (nowUs - firstThroughputUs > INITIALIZATION_TIME_US) {
            setValue(throughputBps);
            valid = true;
        }
    }

    private void increase(long throughputBps, long nowUs) {
        if (throughputBps > linkCapacity.upperBoundBps()) {
            linkCapacity.drop();
        }
        long limitBps = Units.scale(throughputBps, INCREASE_LIMIT_FACTOR) + INCREASE_LIMIT_MARGIN_BPS;
        if (valueBps < limitBps) {
            double seconds = Units.usToSeconds(nowUs - lastChangeUs);
            long increaseBps = linkCapacity.hasEstimate() ? additiveIncrease(seconds) : multiplicativeIncrease(seconds);
            setValue(Math.min(valueBps + increaseBps, limitBps));
        }
        lastChangeUs = nowUs;
    }

    private long multiplicativeIncrease(double seconds) {
        double growth = Math.pow(GROWTH_PER_SECOND, Math.min(seconds, MAX_GROWTH_SECONDS)) - 1.0;
        return Math.max(Units.scale(valueBps, growth), MIN_GROWTH_BPS);
    }

    /** One packet per response time. */
    private long additiveIncrease(double seconds) {
        long frameSize = Units.bytes(valueBps, FRAME_INTERVAL_US);
        double packetsPerFrame = Math.ceil((double) frameSize / PACKET_SIZE);
        long averagePacketSize = Math.round(frameSize / packetsPerFrame);
        long responseTimeUs = 2 * (rttUs + RESPONSE_MARGIN_US);
        long bpsPerSecond = Math.max(Units.bitrateBps(averagePacketSize, responseTimeUs), MIN_ADDITIVE_BPS_PER_SECOND);
        return (long) (bpsPerSecond * seconds);
    }

    private void decrease(long throughputBps, long nowUs) {
        long decreasedBps = Units.scale(throughputBps, BETA);
        if (decreasedBps > DECREASE_MARGIN_BPS) {
            decreasedBps -= DECREASE_MARGIN_BPS;
        }
        if (decreasedBps > valueBps && linkCapacity.hasEstimate()) {
            decreasedBps = Units.scale(linkCapacity.estimateBps(), BETA);
        }
        // An over-use never raises the value.
        if (decreasedBps < valueBps) {
            setValue(decreasedBps);
        }
        if (throughputBps < linkCapacity.lowerBoundBps()) {
            linkCapacity.drop();
        }
        linkCapacity.onOveruseDetected(throughputBps);
        valid = true;
        // Stay until the queues have drained.
        state = RateControlState.HOLD;
        lastChangeUs = nowUs;
    }

    /**
     * Whether an ongoing over-use calls for another reduction before the next regular update.
     *
     * @param throughputBps bits per second
     * @param nowUs the time
     * @return true if a round trip has passed since the last change, or the value is far above the throughput
     */
    boolean isTimeToReduceFurther(long throughputBps, long nowUs) {
        if (lastChangeUs == NEVER
                || nowUs - lastChangeUs >= Math.clamp(rttUs, MIN_REDUCTION_INTERVAL_US, MAX_REDUCTION_INTERVAL_US)) {
            return true;
        }
        return valid && throughputBps < Units.scale(valueBps, REDUCE_NOW_FACTOR);
    }

    /** How long to wait between regular updates, in milliseconds, 200 to 1000. */
    long feedbackIntervalMs() {
        return feedbackIntervalMs;
    }

    /** A value within the limits. */
    long clamp(long bitrateBps) {
        return Math.clamp(bitrateBps, minBps, maxBps);
    }

    /** Whether the value rests on evidence. */
    boolean isValid() {
        return valid;
    }

    /** The value in bits per second; 30 Mb/s, within the limits, without evidence. */
    long valueBps() {
        return valueBps;
    }

    /** What the controller is doing. */
    RateControlState state() {
        return state;
    }

    /** Where the path was over-used before. */
    LinkCapacityEstimator linkCapacity() {
        return linkCapacity;
    }

    private void setValue(long bitrateBps) {
        valueBps = clamp(bitrateBps);
        long intervalUs = Units.transmissionTimeUs(RTCP_SIZE, Units.scale(valueBps, RTCP_SHARE));
        feedbackIntervalMs = Units.usToMs(
                Math.clamp(intervalUs, MIN_FEEDBACK_INTERVAL_US, MAX_FEEDBACK_INTERVAL_US));
    }
}
