package io.bwe.cli;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.spi.EstimatorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the estimator of a running demo by another: asks for it at a time and notes when the other takes over. One
 * thread does that; what has come of it may be read from any.
 */
final class DemoSwap {
    private static final long POLL_NS = 10_000_000;
    private static final long NEVER = -1;

    /**
     * The estimator that is to take over.
     *
     * @param provider creates it
     * @param config what from
     */
    record Next(EstimatorProvider provider, EstimatorConfig config) {
    }

    private final DemoClock clock;
    private final BandwidthControl control;
    private final Next next;
    private final String name;
    private final long atNs;
    private volatile @Nullable ShadowEstimator asked;
    private volatile String replaced = "";
    private volatile long askedNs = NEVER;
    private volatile long tookOverNs = NEVER;

    /**
     * Prepares a swap.
     *
     * @param clock the time of the run
     * @param control whose estimator is replaced
     * @param next the other estimator
     * @param atNs when to ask for it, in nanoseconds since the start
     */
    DemoSwap(DemoClock clock, BandwidthControl control, Next next, long atNs) {
        this.clock = clock;
        this.control = control;
        this.next = next;
        this.name = next.provider().name();
        this.atNs = atNs;
    }

    void start(DemoWorkers workers) {
        workers.start("swap", this::proceed);
    }

    private void proceed() throws InterruptedException {
        ShadowEstimator asked = this.asked;
        if (asked == null) {
            clock.sleepUntil(atNs);
            replaced = control.estimatorName();
            askedNs = clock.nanoTime();
            this.asked = control.swapEstimator(next.provider(), next.config());
        } else if (tookOverNs != NEVER) {
            clock.sleepUntil(Long.MAX_VALUE);
        } else if (asked.state() == ShadowEstimator.State.DRIVING) {
            tookOverNs = clock.nanoTime();
        } else {
            clock.sleepUntil(clock.nanoTime() + POLL_NS);
        }
    }

    /** The other estimator. */
    String name() {
        return name;
    }

    /** When it was asked for, in nanoseconds since the start; -1 if that has not come to pass. */
    long askedNs() {
        return askedNs;
    }

    /** When it took over, in nanoseconds since the start; -1 if it has not. */
    long tookOverNs() {
        return tookOverNs;
    }

    /** Whether the other has taken over. */
    boolean cameToPass() {
        return tookOverNs != NEVER;
    }

    /** What has happened up to now, a line each. */
    List<String> events() {
        List<String> events = new ArrayList<>();
        if (askedNs != NEVER) {
            events.add(String.format(Locale.ROOT, "%6.1fs %s is to take over from %s", askedNs / 1e9, name, replaced));
        }
        if (tookOverNs != NEVER) {
            events.add(String.format(Locale.ROOT, "%6.1fs %s drives the REMBs", tookOverNs / 1e9, name));
        }
        return events;
    }

    /** What has come of it. */
    String outcome() {
        if (askedNs == NEVER) {
            return "did not come to pass";
        }
        return tookOverNs == NEVER
                ? String.format(Locale.ROOT, "asked at %.1f s: %s has not taken over from %s", askedNs / 1e9, name,
                        replaced)
                : String.format(Locale.ROOT, "asked at %.1f s: %s took over from %s at %.1f s", askedNs / 1e9, name,
                        replaced, tookOverNs / 1e9);
    }

    /** What went wrong with it, once the run is complete. */
    Optional<String> failure() {
        ShadowEstimator asked = this.asked;
        Optional<Throwable> cause = asked == null ? Optional.empty() : asked.failure();
        return tookOverNs == NEVER
                ? Optional.of("swap: " + outcome() + cause.map(thrown -> ", since it threw " + thrown).orElse(""))
                : Optional.empty();
    }
}
