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
    /** A further fall that is worth a line: to this share. */
    private static final double FALL_NOTED = 0.97;

    private final StoryTeller teller;
    private final DelayTrend trend;
    private final DelayDiagnostics diagnostics;

    private boolean lasts;
    private boolean over;
    private long sinceNs;
    private long lastOverNs;
    private int times;
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

    /**
     * What the delay signal says now.
     *
     * @return whether a bout has begun
     */
    boolean onUsage(BandwidthUsage usage, long nowNs) {
        boolean before = over;
        over = usage == BandwidthUsage.OVERUSING;
        if (!over) {
            return false;
        }
        lastOverNs = nowNs;
        times += before ? 0 : 1;
        if (lasts) {
            return false;
        }
        lasts = true;
        sinceNs = nowNs;
        times = 1;
        cause = cause();
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
            text.append(text("queue delay %s", Wording.ms(trend.delayNs())));
        }
        if (!Double.isNaN(diagnostics.threshold())) {
            text.append(text.isEmpty() ? "" : ", ").append(text("threshold %.1f", diagnostics.threshold()));
        }
        return text.isEmpty() ? "" : text(" (%s)", text);
    }

    /** Whether the signal says over-use now. */
    boolean isOver() {
        return over;
    }

    /** The over-use has led to the first estimate of all. */
    void ledTo(long bps, long nowNs) {
        told = true;
        teller.tell(nowNs, Kind.FIRST_ESTIMATE, text("first estimate %s, from over-use%s", Wording.rate(bps), cause));
    }

    /** The over-use has brought the estimate down. */
    void reduced(long beforeBps, long bps, long nowNs) {
        if (!told) {
            told = true;
            teller.tell(nowNs, Kind.OVERUSE, text("over-use%s, %s", cause, Wording.change(beforeBps, bps)));
            return;
        }
        furtherFromBps = furtherSteps == 0 ? beforeBps : furtherFromBps;
        furtherSteps++;
    }

    /**
     * Time has passed; tells of a bout that is over what has not been told.
     *
     * @param bps the estimate, 0 if there is none
     */
    void lookForEnd(long bps, long nowNs) {
        if (lasts && nowNs - lastOverNs > CALM_NS) {
            end(bps);
        }
    }

    /** Tells what has not been told, as if the bout were over. */
    void end(long bps) {
        if (!lasts) {
            return;
        }
        lasts = false;
        String lasted = Wording.lasted(lastOverNs - sinceNs).concat(times > 1 ? text(" (%d times)", times) : "");
        if (!told) {
            teller.tell(sinceNs, Kind.OVERUSE, bps > 0
                    ? text("over-use%s for %s, the estimate stays at %s", cause, lasted, Wording.rate(bps))
                    : text("over-use%s for %s, without an estimate", cause, lasted));
        } else if (furtherSteps > 0 && bps <= furtherFromBps * FALL_NOTED) {
            teller.tell(lastOverNs, Kind.REDUCTION, text("over-use ended after %s, %s in %d more %s", lasted,
                    Wording.change(furtherFromBps, bps), furtherSteps, furtherSteps == 1 ? "step" : "steps"));
        }
    }

    /** Nothing lasts. */
    void forget() {
        lasts = false;
        over = false;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
