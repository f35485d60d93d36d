package io.bwe.api;

import io.bwe.api.Explanation.Kind;
import java.util.Locale;

/**
 * Over-use and what it does to the estimate, for {@link EstimateExplainer}. The signal tends to flutter about its
 * threshold; over-uses less than a second apart are one bout and are told as one.
 */
final class OveruseStory {
    private static final long CALM_NS = 1_000_000_000L;
    /** Growth of the delay that is worth a word. */
    private static final long NOTICEABLE_NS = 1_000_000;
    /** A fall that is worth a word: to this share. */
    private static final double FALL_NOTED = 0.99;
    /** A further fall that is worth a line. */
    private static final double FURTHER_FALL_NOTED = 0.97;
    /** Growth that contradicts "stays". */
    private static final double GROWTH_NOTED = 1.01;

    private final StoryTeller teller;
    private final DelayTrend trend;
    private final DelayDiagnostics diagnostics;
    /** What the signal was held against: the threshold before the sample moved it. NaN if unknown. */
    private double comparedThreshold = Double.NaN;
    private double latestThreshold = Double.NaN;

    private boolean lasts;
    private boolean over;
    private long sinceNs;
    private long lastOverNs;
    private int times;
    private long sinceBps;
    private long lastOverBps;
    /** Why it is one, in brackets, as far as that is known. */
    private String cause = "";
    /** Whether it has been told that it is there. */
    private boolean told;
    private long furtherFromBps;
    private int furtherSteps;

    OveruseStory(StoryTeller teller, DelayTrend trend, DelayDiagnostics diagnostics) {
        this.teller = teller;
        this.trend = trend;
        this.diagnostics = diagnostics;
    }

    /** Reads the threshold after a packet. */
    void readThreshold() {
        if (!Double.isNaN(diagnostics.threshold())) {
            comparedThreshold = Double.isNaN(latestThreshold) ? diagnostics.threshold() : latestThreshold;
            latestThreshold = diagnostics.threshold();
        }
    }

    /**
     * What the delay signal says now.
     *
     * @param estimateBps the estimate before this packet, 0 if there was none
     * @return whether a bout has begun
     */
    boolean onUsage(BandwidthUsage usage, long estimateBps, long nowNs) {
        boolean before = over;
        over = usage == BandwidthUsage.OVERUSING;
        if (!over) {
            return false;
        }
        lastOverNs = nowNs;
        lastOverBps = estimateBps;
        times += before ? 0 : 1;
        if (lasts) {
            return false;
        }
        cause = cause();
        lasts = true;
        sinceNs = nowNs;
        sinceBps = estimateBps;
        times = 1;
        told = false;
        furtherSteps = 0;
        return true;
    }

    private String cause() {
        StringBuilder text = new StringBuilder();
        if (trend.isKnown() && trend.growthNs() >= NOTICEABLE_NS) {
            text.append(text("queue delay +%s over %s", Wording.ms(trend.growthNs()),
                    Wording.ms(trend.growingForNs())));
        } else if (trend.isKnown()) {
            text.append(trend.delayNs() >= NOTICEABLE_NS
                    ? text("packets %s later than the fastest", Wording.ms(trend.delayNs()))
                    : "no queue delay");
        }
        if (!Double.isNaN(comparedThreshold)) {
            text.append(text.isEmpty() ? "" : ", ").append(text("threshold %.1f", comparedThreshold));
        }
        return text.isEmpty() ? "" : text(" (%s)", text);
    }

    /** Whether the signal says over-use now. */
    boolean isOver() {
        return over;
    }

    /** The over-use has led to the first estimate of all. */
    void ledTo(long bps, long nowNs) {
        lastOverBps = bps;
        teller.tell(nowNs, Kind.FIRST_ESTIMATE, text("first estimate %s, from over-use%s", Wording.rate(bps), cause));
        told = true;
    }

    /** The over-use has brought the estimate down. */
    void reduced(long beforeBps, long bps, long nowNs) {
        lastOverBps = bps;
        if (told) {
            furtherFromBps = furtherSteps == 0 ? beforeBps : furtherFromBps;
            furtherSteps++;
        } else if (bps <= beforeBps * FALL_NOTED) {
            teller.tell(nowNs, Kind.OVERUSE, text("over-use%s, %s", cause, Wording.change(beforeBps, bps)));
            told = true; // only now: if it could not be told for want of memory, the next step is
        }
    }

    /** Time has passed; tells of a bout that is over what has not been told. */
    void lookForEnd(long nowNs) {
        if (lasts && nowNs - lastOverNs > CALM_NS) {
            end();
        }
    }

    /** Tells what has not been told, as if the bout were over. */
    void end() {
        if (!lasts) {
            return;
        }
        lasts = false;
        String lasted = Wording.lasted(lastOverNs - sinceNs).concat(times > 1 ? text(" (%d times)", times) : "");
        if (!told) {
            teller.tell(sinceNs, Kind.OVERUSE, text("over-use%s for %s, %s", cause, lasted, outcome()));
        } else if (furtherSteps > 0 && lastOverBps <= furtherFromBps * FURTHER_FALL_NOTED) {
            teller.tell(lastOverNs, Kind.REDUCTION, text("over-use ended after %s, %s in %d more %s", lasted,
                    Wording.change(furtherFromBps, lastOverBps), furtherSteps, furtherSteps == 1 ? "step" : "steps"));
        }
    }

    private String outcome() {
        if (lastOverBps == 0) {
            return "without an estimate";
        }
        return sinceBps > 0 && lastOverBps >= sinceBps * GROWTH_NOTED
                ? text("the estimate grew all the same, %s", Wording.change(sinceBps, lastOverBps))
                : text("the estimate stays at %s", Wording.rate(lastOverBps));
    }

    /** Another estimator is looked at, or the same without what it has learned: nothing lasts. */
    void forget() {
        lasts = false;
        over = false;
        comparedThreshold = Double.NaN;
        latestThreshold = Double.NaN;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
