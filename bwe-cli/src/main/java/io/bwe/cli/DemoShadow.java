package io.bwe.cli;

import io.bwe.api.EstimateView;
import io.bwe.api.ShadowEstimator;
import java.util.Optional;

/** A shadow estimator of one run, and what it has said at the end of each second. Used by one thread. */
final class DemoShadow {
    private final ShadowEstimator shadow;
    private boolean hasEstimate;
    private long lastBps;
    private long lowestBps = Long.MAX_VALUE;
    private long highestBps;

    DemoShadow(ShadowEstimator shadow) {
        this.shadow = shadow;
    }

    String name() {
        return shadow.name();
    }

    /** Reads it and notes what it says. */
    EstimateView sample() {
        EstimateView estimate = shadow.estimate();
        if (estimate.hasEstimate()) {
            hasEstimate = true;
            lastBps = estimate.estimateBps();
            lowestBps = Math.min(lowestBps, lastBps);
            highestBps = Math.max(highestBps, lastBps);
        }
        return estimate;
    }

    /** Whether it has said anything. */
    boolean hasEstimate() {
        return hasEstimate;
    }

    /** The latest estimate, in bits per second. */
    long lastBps() {
        return lastBps;
    }

    /** The lowest estimate, in bits per second. */
    long lowestBps() {
        return lowestBps;
    }

    /** The highest estimate, in bits per second. */
    long highestBps() {
        return highestBps;
    }

    /** What went wrong with it. */
    Optional<String> failure() {
        return shadow.failure().map(cause -> "shadow: " + name() + " was dropped, since it threw " + cause);
    }
}
