package io.bwe.api;

import io.bwe.api.Explanation.Kind;
import java.util.Locale;

/** What happens to the estimate, and why, for {@link EstimateExplainer}. */
final class RateStory {
    /** Growth by this factor is told while it goes on, */
    private static final double GROWTH_TOLD = 1.5;
    /** and growth by this much when it ends. */
    private static final double GROWTH_NOTED = 1.1;
    /** A fall without over-use is told if it is by this factor. */
    private static final double FALL_TOLD = 0.9;
    /** An estimate that stays within this share for so long is told, if something is known that holds it. */
    private static final double HELD_SHARE = 0.01;
    private static final long HOLD_NS = 5_000_000_000L;
    /** The sender holds the estimate where it sends less than this share of it. */
    private static final double IDLING_SHARE = 0.7;

    private final StoryTeller teller;
    private final DelayDiagnostics diagnostics;
    private final OveruseStory overuse;

    private boolean hasEstimate;
    private long estimateBps;
    /** As known before the packet, NaN if it was not: what growth up to it went by. */
    private double linkCapacityBps = Double.NaN;

    /** Where the change that has not been told begins. */
    private long untoldFromBps;
    private long untoldSinceNs;

    private long heldBps;
    private long heldSinceNs;
    private boolean holdTold;

    RateStory(StoryTeller teller, DelayTrend trend, DelayDiagnostics diagnostics) {
        this.teller = teller;
        this.diagnostics = diagnostics;
        this.overuse = new OveruseStory(teller, trend, diagnostics);
    }

    /** The estimator has taken a packet. */
    void onPacket(Estimator estimator, long nowNs) {
        overuse.lookForEnd(estimateBps, nowNs);
        if (overuse.onUsage(estimator.usage(), nowNs) && hasEstimate && estimateBps >= untoldFromBps * GROWTH_NOTED) {
            tellGrowth(estimateBps, nowNs);
        }
        if (estimator.hasEstimate()) {
            onEstimate(estimator.estimateBps(), nowNs);
            lookForHold(estimator, nowNs);
        } else {
            hasEstimate = false;
            estimateBps = 0;
        }
        linkCapacityBps = diagnostics.linkCapacityBps();
    }

    private void onEstimate(long latestBps, long nowNs) {
        boolean probed = diagnostics.probeBps() != DelayDiagnostics.NO_PROBE;
        if (!hasEstimate) {
            hasEstimate = true;
            first(latestBps, probed, nowNs);
            toldUpTo(latestBps, nowNs);
            hold(latestBps, nowNs);
        } else if (probed && latestBps > estimateBps) {
            teller.tell(nowNs, Kind.PROBE, text("a probe at %s, %s", Wording.rate(diagnostics.probeBps()),
                    Wording.change(estimateBps, latestBps)));
            toldUpTo(latestBps, nowNs);
        } else if (latestBps < estimateBps && overuse.isOver()) {
            overuse.reduced(estimateBps, latestBps, nowNs);
            toldUpTo(latestBps, nowNs);
        } else if (latestBps >= untoldFromBps * GROWTH_TOLD) {
            tellGrowth(latestBps, nowNs);
        } else if (latestBps <= untoldFromBps * FALL_TOLD) {
            teller.tell(nowNs, Kind.REDUCTION, text("fall without over-use, %s in %s",
                    Wording.change(untoldFromBps, latestBps), Wording.lasted(nowNs - untoldSinceNs)));
            toldUpTo(latestBps, nowNs);
        }
        estimateBps = latestBps;
    }

    private void first(long bps, boolean probed, long nowNs) {
        if (!probed && overuse.isOver()) {
            overuse.ledTo(bps, nowNs);
            return;
        }
        teller.tell(nowNs, Kind.FIRST_ESTIMATE,
                text(probed ? "first estimate %s, from a probe" : "first estimate %s", Wording.rate(bps)));
    }

    private void tellGrowth(long latestBps, long nowNs) {
        String slowly = Double.isNaN(linkCapacityBps)
                ? ""
                : text(", slowly, since the link was full at about %s", Wording.rate(Math.round(linkCapacityBps)));
        teller.tell(nowNs, Kind.GROWTH, text("growth, %s in %s%s", Wording.change(untoldFromBps, latestBps),
                Wording.lasted(nowNs - untoldSinceNs), slowly));
        toldUpTo(latestBps, nowNs);
    }

    private void toldUpTo(long bps, long nowNs) {
        untoldFromBps = bps;
        untoldSinceNs = nowNs;
    }

    private void hold(long bps, long nowNs) {
        heldBps = bps;
        heldSinceNs = nowNs;
        holdTold = false;
    }

    /** The question most asked of an estimate is why it does not grow. */
    private void lookForHold(Estimator estimator, long nowNs) {
        if (Math.abs(estimateBps - heldBps) > heldBps * HELD_SHARE) {
            hold(estimateBps, nowNs);
        } else if (!holdTold && nowNs - heldSinceNs >= HOLD_NS) {
            long incomingBps = estimator.incomingBps();
            if (incomingBps >= 0 && incomingBps < estimateBps * IDLING_SHARE) {
                tellHold(text("only %s arrive", Wording.rate(incomingBps)), nowNs);
            } else if (estimator.usage() == BandwidthUsage.UNDERUSING) {
                tellHold("the queue on the path drains", nowNs);
            } else if (overuse.isOver()) {
                tellHold("over-use goes on", nowNs);
            }
        }
    }

    private void tellHold(String why, long nowNs) {
        holdTold = true;
        teller.tell(nowNs, Kind.HOLD, text("the estimate has stayed at %s for %s, since %s", Wording.rate(estimateBps),
                Wording.lasted(nowNs - heldSinceNs), why));
    }

    /** There were no packets for a while, which are no evidence of anything. */
    void onPause(long nowNs) {
        hold(estimateBps, nowNs);
    }

    /** There is nothing more to come. */
    void end() {
        overuse.end(estimateBps);
    }

    /** The estimator has forgotten everything. */
    void forget() {
        overuse.end(estimateBps);
        overuse.forget();
        hasEstimate = false;
        estimateBps = 0;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
