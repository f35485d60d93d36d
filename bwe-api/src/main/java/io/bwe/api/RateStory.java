package io.bwe.api;

import io.bwe.api.Explanation.Kind;
import java.util.Locale;

/** What happens to the estimate, and why, for {@link EstimateExplainer}. */
final class RateStory {
    /** Growth by this factor is told while it goes on, */
    private static final double GROWTH_TOLD = 1.5;
    /** and growth by this much when it ends. */
    private static final double GROWTH_NOTED = 1.1;
    /** What a probe does is told if it is by this factor. */
    private static final double PROBE_TOLD = 1.01;
    /** A fall without over-use is told if it is by this factor. */
    private static final double FALL_TOLD = 0.9;
    /** Growth in a second, as a logarithm, that is slow: GCC's is 8 % where nothing holds it back. */
    private static final double SLOW_GROWTH = 0.06;
    private static final double NS_PER_SECOND = 1e9;

    private final StoryTeller teller;
    private final DelayDiagnostics diagnostics;
    private final OveruseStory overuse;
    private final HoldStory hold;

    private boolean hasEstimate;
    private long estimateBps;
    /** Whether the next packet only shows where things stand. */
    private boolean looksAnew = true;
    /** As known before the packet, NaN if it was not: what growth up to it went by. */
    private double linkCapacityBps = Double.NaN;

    /** Where the change that has not been told begins. */
    private long untoldFromBps;
    private long untoldSinceNs;

    RateStory(StoryTeller teller, DelayTrend trend, DelayDiagnostics diagnostics) {
        this.teller = teller;
        this.diagnostics = diagnostics;
        this.overuse = new OveruseStory(teller, trend, diagnostics);
        this.hold = new HoldStory(teller);
    }

    /** The estimator has taken a packet. */
    void onPacket(Estimator estimator, long nowNs) {
        overuse.readThreshold();
        if (looksAnew) {
            looksAnew = false;
            lookAnew(estimator, nowNs);
            return;
        }
        boolean began = overuse.onUsage(estimator.usage(), estimateBps, nowNs);
        if (began && hasEstimate && estimateBps >= untoldFromBps * GROWTH_NOTED) {
            tellGrowth(estimateBps, nowNs);
        }
        if (estimator.hasEstimate()) {
            if (hold.onPacket(estimator, nowNs) && hasEstimate) {
                // It stood still: what grows from here on does so from here on.
                toldUpTo(estimateBps, nowNs);
            }
            onEstimate(estimator.estimateBps(), nowNs);
        } else {
            hasEstimate = false;
            estimateBps = 0;
            hold.forget();
        }
        linkCapacityBps = diagnostics.linkCapacityBps();
    }

    private void lookAnew(Estimator estimator, long nowNs) {
        hasEstimate = estimator.hasEstimate();
        estimateBps = estimator.estimateBps();
        toldUpTo(estimateBps, nowNs);
        hold.forget();
        linkCapacityBps = diagnostics.linkCapacityBps();
        overuse.onUsage(estimator.usage(), estimateBps, nowNs);
    }

    private void onEstimate(long latestBps, long nowNs) {
        boolean first = !hasEstimate;
        long beforeBps = estimateBps;
        hasEstimate = true;
        estimateBps = latestBps;
        boolean probed = diagnostics.probeBps() != DelayDiagnostics.NO_PROBE;
        if (first) {
            toldUpTo(latestBps, nowNs);
            tellFirst(latestBps, probed, nowNs);
        } else if (probed && latestBps >= beforeBps * PROBE_TOLD) {
            toldUpTo(latestBps, nowNs);
            teller.tell(nowNs, Kind.PROBE, text("a probe at %s, %s", Wording.rate(diagnostics.probeBps()),
                    Wording.change(beforeBps, latestBps)));
        } else if (latestBps < beforeBps && overuse.isOver()) {
            toldUpTo(latestBps, nowNs);
            overuse.reduced(beforeBps, latestBps, nowNs);
        } else if (latestBps >= untoldFromBps * GROWTH_TOLD) {
            tellGrowth(latestBps, nowNs);
        } else if (latestBps <= untoldFromBps * FALL_TOLD) {
            tellFall(latestBps, nowNs);
        }
    }

    private void tellFirst(long bps, boolean probed, long nowNs) {
        if (!probed && overuse.isOver()) {
            overuse.ledTo(bps, nowNs);
            return;
        }
        teller.tell(nowNs, Kind.FIRST_ESTIMATE,
                text(probed ? "first estimate %s, from a probe" : "first estimate %s", Wording.rate(bps)));
    }

    private void tellGrowth(long latestBps, long nowNs) {
        long fromBps = untoldFromBps;
        long tookNs = nowNs - untoldSinceNs;
        toldUpTo(latestBps, nowNs);
        boolean slow = Math.log((double) latestBps / fromBps) < SLOW_GROWTH * tookNs / NS_PER_SECOND;
        teller.tell(nowNs, Kind.GROWTH, text("growth, %s in %s%s", Wording.change(fromBps, latestBps),
                Wording.lasted(tookNs), slow && !Double.isNaN(linkCapacityBps)
                        ? text(", slowly, since the link was full at about %s",
                                Wording.rate(Math.round(linkCapacityBps)))
                        : ""));
    }

    private void tellFall(long latestBps, long nowNs) {
        long fromBps = untoldFromBps;
        long tookNs = nowNs - untoldSinceNs;
        toldUpTo(latestBps, nowNs);
        teller.tell(nowNs, Kind.REDUCTION, text("fall without over-use, %s in %s", Wording.change(fromBps, latestBps),
                Wording.lasted(tookNs)));
    }

    private void toldUpTo(long bps, long nowNs) {
        untoldFromBps = bps;
        untoldSinceNs = nowNs;
    }

    /** Time has passed, with or without packets. */
    void onTime(long nowNs) {
        overuse.lookForEnd(nowNs);
    }

    /** There were no packets for a while. */
    void onPause(long nowNs) {
        hold.begin(estimateBps, nowNs);
        untoldSinceNs = nowNs;
    }

    /** Another estimator is looked at from the next packet on; returns the last estimate of this one, 0 if none. */
    long lookAway() {
        overuse.end();
        overuse.forget();
        looksAnew = true;
        return estimateBps;
    }

    /** There is nothing more to come. */
    void end() {
        overuse.end();
    }

    /** The estimator has forgotten everything. */
    void forget() {
        overuse.end();
        overuse.forget();
        hold.forget();
        hasEstimate = false;
        estimateBps = 0;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
