package io.bwe.api;

import io.bwe.api.Explanation.Kind;
import java.util.Locale;

/**
 * An estimate that does not move, for {@link EstimateExplainer}: the question most asked of one is why it does not grow.
 * Told once, when it has lasted for five seconds and something is known that held it for most of them.
 */
final class HoldStory {
    private static final long HOLD_NS = 5_000_000_000L;
    /** An estimate that stays within this share does not move. */
    private static final double SHARE = 0.01;
    /** The sender holds the estimate where it sends less than this share of it. */
    private static final double IDLING_SHARE = 0.7;

    private final StoryTeller teller;
    private boolean begun;
    private long bps;
    private long sinceNs;
    private boolean told;
    private long lastNs;
    /** For how long packets found the path over-used, drained, and little arriving. */
    private long overNs;
    private long underNs;
    private long idlingNs;

    HoldStory(StoryTeller teller) {
        this.teller = teller;
    }

    /**
     * A packet has come.
     *
     * @return whether the estimate has just begun to move after it was told that it did not
     */
    boolean onPacket(Estimator estimator, long nowNs) {
        long latestBps = estimator.estimateBps();
        if (!begun || Math.abs(latestBps - bps) > bps * SHARE) {
            boolean moves = begun && told;
            begin(latestBps, nowNs);
            return moves;
        }
        if (!told) {
            count(estimator, nowNs - lastNs);
            lookForReason(estimator, nowNs);
        }
        lastNs = nowNs;
        return false;
    }

    private void count(Estimator estimator, long passedNs) {
        switch (estimator.usage()) {
            case OVERUSING -> overNs += passedNs;
            case UNDERUSING -> underNs += passedNs;
            case NORMAL -> {
            }
        }
        if (isIdling(estimator)) {
            idlingNs += passedNs;
        }
    }

    private boolean isIdling(Estimator estimator) {
        long incomingBps = estimator.incomingBps();
        return incomingBps >= 0 && incomingBps < bps * IDLING_SHARE;
    }

    private void lookForReason(Estimator estimator, long nowNs) {
        long heldNs = nowNs - sinceNs;
        if (heldNs < HOLD_NS) {
            return;
        }
        if (2 * idlingNs > heldNs && isIdling(estimator)) {
            tell(String.format(Locale.ROOT, "only %s arrive", Wording.rate(estimator.incomingBps())), nowNs);
        } else if (2 * underNs > heldNs) {
            tell("the queue on the path drains", nowNs);
        } else if (2 * overNs > heldNs) {
            tell("over-use goes on", nowNs);
        }
    }

    private void tell(String why, long nowNs) {
        teller.tell(nowNs, Kind.HOLD, String.format(Locale.ROOT, "the estimate has stayed at %s for %s, since %s",
                Wording.rate(bps), Wording.lasted(nowNs - sinceNs), why));
        told = true;
    }

    /** The estimate is what it is from now on: a pause is no evidence of anything. */
    void begin(long estimateBps, long nowNs) {
        begun = true;
        bps = estimateBps;
        sinceNs = nowNs;
        lastNs = nowNs;
        told = false;
        overNs = 0;
        underNs = 0;
        idlingNs = 0;
    }

    /** There is no estimate. */
    void forget() {
        begun = false;
    }
}
