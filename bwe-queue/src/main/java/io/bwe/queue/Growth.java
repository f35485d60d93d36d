package io.bwe.queue;

/**
 * No queue stands: the belief grows, slowly at first and then faster and faster, for the longer there was no queue the
 * further away the capacity is; and it jumps where trains show that the link carries more.
 */
final class Growth {
    private static final double US_PER_SECOND = 1e6;

    /** Growth at the start, per second: Chromium's sender follows a REMB at once in its first 2 s only. */
    private static final double STARTUP_GROWTH = 1.5;
    /** Growth at its slowest: 20 kb/s a second, the same for all flows as fairness wants it, */
    private static final double ADDED_BPS = 20_000;
    /** within these limits, per second. */
    private static final double LEAST_GROWTH = 0.005;
    private static final double LEAST_GROWTH_AT_MOST = 0.10;
    /** It doubles each second up to this, per second: feedback and encoder are late by a second or more. */
    private static final double MOST_GROWTH = 0.15;
    /** Growth while short trains say what the link carries, per second: hardly any, but enough to come to a fair share. */
    private static final double SHORT_TRAINS_GROWTH = 0.01;
    private static final double DOUBLING = 2;

    /** Decrease a second while the queue is neither low nor stands, at twice the low queue; twice that at most. */
    private static final double DECREASE = 0.04;
    private static final double MOST_DECREASES = 2;

    /** The estimate is used if so much of it arrived lately. */
    private static final double USED = 0.7;
    /** It grows also as long as it is not above what arrives by more than this, */
    private static final double ROOM = 1.2;
    /** or at the start by more than this: a sender is told once a second, and is to double its rate until there is a queue. */
    private static final double STARTUP_ROOM = 2.2;
    /** An application that sends less makes a calm that counts for no longer than this, in microseconds. */
    private static final long UNUSED_CALM_US = 1_000_000;
    /** Not used for longer, in microseconds, beside others' queue: the belief is brought to what arrives, and a bit. */
    private static final long LONG_UNUSED_US = 2_000_000;
    private static final double MOST_OF_UNUSED = 1.1;
    /** Others' queue, as long as so much of it is there. */
    private static final double STILL_THERE = 0.5;

    /** Others' queue is taken for shorter while it is shorter than this part of what was thought, */
    private static final double SHORTER = 0.7;
    /** within so many seconds: a mistake heals, and the queue of TCP, which comes and goes, is not forgotten, */
    private static final double FORGETTING_SECONDS = 10;
    /** and within so many while there is none: who made it has left. */
    private static final double FORGETTING_EMPTY_SECONDS = 1;

    /** A jump goes to so much of what trains say. */
    private static final double GOAL = 0.85;
    /** Jumps are so far apart, in microseconds, and multiply by so much at most. */
    private static final long JUMP_US = 200_000;
    private static final double MOST_JUMP = 1.5;
    private static final double MOST_STARTUP_JUMP = 2.2;
    /** No queue for so long, in microseconds, before a jump. */
    private static final long CALM_US = 300_000;
    /** After an event: only for trains that say so much more than those before it. */
    private static final double MORE_THAN_BEFORE = 1.3;
    /** A queue so soon after a jump, in microseconds, is its consequence. */
    private static final long CONSEQUENCE_US = 5_000_000;
    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private final Belief belief;
    private final TrainRates trains;
    private final QueueEvent event;
    private final Plateau plateau;
    private long calmSinceUs;
    private long lastUsedUs;
    private long lastJumpUs;
    /** The last one that was not at the start. */
    private long lastLateJumpUs;

    Growth(Belief belief, TrainRates trains, QueueEvent event, Plateau plateau) {
        this.belief = belief;
        this.trains = trains;
        this.event = event;
        this.plateau = plateau;
        reset();
    }

    /** Forgets everything. */
    void reset() {
        calmSinceUs = NEVER_US;
        lastUsedUs = NEVER_US;
        lastJumpUs = NEVER_US;
        lastLateJumpUs = NEVER_US;
    }

    /** There is a queue, or it is not known whether there is one. */
    void interrupt(long nowUs) {
        calmSinceUs = nowUs;
    }

    /** A queue has begun to stand. */
    void onQueue(long nowUs) {
        if (nowUs - lastLateJumpUs < CONSEQUENCE_US) {
            trains.distrust(nowUs);
        }
    }

    /** The estimate counts as used. */
    void use(long nowUs) {
        lastUsedUs = nowUs;
    }

    /** The belief has been set to what trains say. */
    void jumped(long nowUs) {
        interrupt(nowUs);
        lastJumpUs = nowUs;
    }

    /** What a jump goes to, in bits per second; 0 if trains say nothing. */
    double goalBps(long nowUs) {
        return GOAL * trains.hintBps(nowUs, belief.isStartup());
    }

    /**
     * A step without event.
     *
     * @param arrivingBps the highest rate at which packets came lately
     * @param estimateBps the estimate so far
     * @param seconds how long it is since the step before
     */
    void onStep(QueueReading queue, double arrivingBps, double estimateBps, long nowUs, double seconds) {
        forgetOthersQueue(queue, seconds);
        if (!queue.isLow()) {
            calmSinceUs = nowUs;
            if (!belief.isStartup()) {
                double excess = Math.min(MOST_DECREASES, queue.oursMs() / queue.lowMs() - 1);
                belief.set(belief.bps() * (1 - DECREASE * seconds * excess));
            }
            return;
        }
        boolean used = arrivingBps >= USED * estimateBps;
        if (used) {
            lastUsedUs = nowUs;
        } else {
            onUnused(queue, arrivingBps, nowUs);
        }
        if (used || belief.bps() < (belief.isStartup() ? STARTUP_ROOM : ROOM) * arrivingBps) {
            belief.set(belief.bps() * (1 + growth(nowUs) * seconds));
        }
        jump(nowUs);
    }

    private void forgetOthersQueue(QueueReading queue, double seconds) {
        if (queue.standingMs() < SHORTER * belief.toleratedMs()) {
            boolean isEmpty = queue.standingMs() < queue.lowMs();
            belief.tolerateLess(Math.exp(-seconds / (isEmpty ? FORGETTING_EMPTY_SECONDS : FORGETTING_SECONDS)));
        }
    }

    private void onUnused(QueueReading queue, double arrivingBps, long nowUs) {
        if (nowUs - lastUsedUs > LONG_UNUSED_US && !belief.toleratesNothing()
                && queue.standingMs() > STILL_THERE * belief.toleratedMs() && arrivingBps > 0) {
            belief.atMost(Math.max(MOST_OF_UNUSED * arrivingBps, Belief.lowestBps()));
        }
        if (!belief.isStartup()) {
            calmSinceUs = Math.max(calmSinceUs, nowUs - UNUSED_CALM_US);
        }
    }

    /** Growth per second. */
    private double growth(long nowUs) {
        if (belief.isStartup()) {
            return STARTUP_GROWTH;
        }
        if (trains.areShort() && trains.areTrusted(nowUs)) {
            return SHORT_TRAINS_GROWTH;
        }
        double slowest = Math.clamp(ADDED_BPS / belief.bps(), LEAST_GROWTH, LEAST_GROWTH_AT_MOST);
        if (!belief.toleratesNothing() || nowUs < event.cautiousUntilUs()) {
            return slowest;
        }
        double calmSeconds = (nowUs - Math.max(calmSinceUs, event.cautiousUntilUs())) / US_PER_SECOND;
        return Math.min(plateau.growth(belief.bps(), MOST_GROWTH), slowest * Math.pow(DOUBLING, calmSeconds));
    }

    private void jump(long nowUs) {
        double goalBps = goalBps(nowUs);
        if (goalBps > belief.bps() && nowUs - lastJumpUs > JUMP_US && (belief.isStartup() || isLinkFaster(nowUs))) {
            belief.set(Math.min(goalBps, belief.bps() * (belief.isStartup() ? MOST_STARTUP_JUMP : MOST_JUMP)));
            lastJumpUs = nowUs;
            lastLateJumpUs = belief.isStartup() ? lastLateJumpUs : nowUs;
        }
    }

    /** Whether trains are to be believed that the link carries more than it did. */
    private boolean isLinkFaster(long nowUs) {
        double before = event.trainBeforeBps();
        return !trains.isDistrusted(nowUs) && belief.toleratesNothing() && !event.isShared(nowUs)
                && (before == TrainRates.NO_RATE || trains.hintBps(nowUs, false) > MORE_THAN_BEFORE * before)
                && trains.areConvincing() && nowUs - calmSinceUs > CALM_US;
    }
}
