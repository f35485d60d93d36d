package io.bwe.queue;

/**
 * A queue stands: what is done about it until it is drained, or turns out not to be ours.
 *
 * <p>At first its cause is open, and the sender is braked to what is delivered. Then what is delivered to us, the
 * measured rate, is held against what trains say the link carries. If that is all of it, the queue is ours alone and the
 * measured rate is the capacity. If it is less, or there are no trains, others may have a part in it: the belief is
 * multiplied by 0.85 a round, as fair sharing wants it, and if four rounds do not move the queue, it is not ours.
 */
final class QueueEvent {
    /** Whose queue it is. */
    enum Cause {
        /** No event. */
        NONE,
        /** Not known yet. */
        PENDING,
        /** Ours alone: we get all that the link carries. */
        SOLE,
        /** Ours and others'. */
        SHARED,
        /** There are no trains to tell. */
        UNKNOWN
    }

    /** How long the cause is open, in microseconds: two dispersed frames at 500 kb/s behind the brake. */
    private static final long OPEN_US = 400_000;
    /** What the packets of a measured rate must span, in microseconds. */
    private static final long MEASURED_SPAN_US = 100_000;
    /** The queue must have been so long for a measured rate, or longer, in milliseconds. */
    private static final double MEASURED_QUEUE_MS = 10;
    /** So many trains since the beginning must agree, or so many short ones. */
    private static final int TRAINS = 2;
    private static final int SHORT_TRAINS = 4;
    /** We have the link alone if so much of it is delivered to us, and as long as so much is: 0.98 to 1.02 is seen. */
    private static final double SOLE_SHARE = 0.95;
    private static final double STILL_SOLE_SHARE = 0.88;
    /** More is delivered than trains say the link carries: they are wrong. */
    private static final double MORE_THAN_ALL = 1.1;
    private static final double MORE_THAN_ALL_OF_SHORT = 1.04;
    /** How long growth stays cautious after others were seen, in microseconds, */
    private static final long SHARED_US = 8_000_000;
    /** or may have been. */
    private static final long UNKNOWN_US = 3_000_000;
    /** Age, in microseconds, up to which trains before the event say what the link carried. */
    private static final long TRAIN_BEFORE_US = 2_000_000;

    /** What a round leaves of the belief: GCC's factor; with no trains to say that others are there, a bit more. */
    private static final double SHARED_DECREASE = 0.85;
    private static final double UNKNOWN_DECREASE = 0.88;
    /** A round leaves no more than this of what is delivered. */
    private static final double MOST_OF_MEASURED = 1.05;
    /** A round lasts so long, in microseconds, and as long as the queue, ahead of which a cut does not show. */
    private static final long ROUND_US = 500_000;
    private static final double US_PER_MS = 1_000;
    /** 0.85 to the fourth is 0.52: a queue that survives that is not ours, */
    private static final int ROUNDS = 4;
    /** if so much is left of it. */
    private static final double SURVIVES = 0.5;

    /**
     * After an event that was not ours alone: so much of the belief before, but not above what was delivered by so much,
     * or, where trains did not show others, not above it at all: it may be the capacity.
     */
    private static final double KEPT_OF_BELIEF = 0.85;
    private static final double KEPT_OF_MEASURED = 1.2;
    private static final double KEPT_OF_UNKNOWN = 1;
    /** After one that was over before its cause was known: what was delivered and a bit, within these parts of before. */
    private static final double BRIEF_OF_MEASURED = 1.03;
    private static final double BRIEF_LEAST = 0.85;
    private static final double BRIEF_MOST = 0.95;

    /**
     * What share of the belief the length of the queue leaves at least. Deep cuts cost more than they drain: an encoder
     * follows half a second late, and libwebrtc's then sends less than it may for three seconds, for what it sent too much.
     * 0.8 drains 300 ms in a second and a half.
     */
    static final double LEAST_SHARE = 0.8;
    private static final double LEAST_SHARE_PENDING = 0.85;
    private static final double LEAST_SHARE_SHARED = 0.75;

    private static final double NOTHING = 0;
    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private final Belief belief;
    private final TrainRates trains;
    private final Plateau plateau;
    private boolean lasts;
    /** Of the last step of an event; {@link Cause#NONE} if that step saw the queue drained. */
    private Cause cause = Cause.NONE;
    private long sinceUs;
    private double longestMs;
    private double beliefBeforeBps;

    /** Until when growth is to be cautious, for others were on the link or may have been. */
    long cautiousUntilUs() {
        return cautiousUntilUs;
    }

    /** What trains before the last event said. */
    private double trainBeforeBps;
    /** What is delivered, now and when the cause was decided; {@link #NOTHING} before it was measured. */
    private double measuredBps;
    private double measuredFirstBps;
    private int rounds;
    /** Whether the queue has become shorter by rounds that did not drain it. */
    private boolean shrank;
    private long roundUs;
    private long sharedUntilUs;
    private long cautiousUntilUs;

    QueueEvent(Belief belief, TrainRates trains, Plateau plateau) {
        this.belief = belief;
        this.trains = trains;
        this.plateau = plateau;
        reset();
    }

    /** Forgets everything. */
    void reset() {
        lasts = false;
        cause = Cause.NONE;
        trainBeforeBps = TrainRates.NO_RATE;
        sharedUntilUs = NEVER_US;
        cautiousUntilUs = NEVER_US;
        measuredBps = NOTHING;
        measuredFirstBps = NOTHING;
    }

    /** Delays are no longer what they were: the event, if there is one, is over. */
    void abandon() {
        lasts = false;
    }

    /** It was no queue: the belief is what it was before. */
    void cancel() {
        if (lasts) {
            lasts = false;
            belief.set(beliefBeforeBps);
        }
    }

    /** Whether there is one. */
    boolean lasts() {
        return lasts;
    }

    /** Whose queue it is. */
    Cause cause() {
        return lasts ? cause : Cause.NONE;
    }

    /** Whether others were on the link lately. */
    boolean isShared(long nowUs) {
        return nowUs < sharedUntilUs;
    }

    /** What trains before the last event said of the link, in bits per second; {@link TrainRates#NO_RATE} if nothing. */
    double trainBeforeBps() {
        return trainBeforeBps;
    }

    /** A queue has begun to stand. */
    void begin(QueueReading queue, long nowUs) {
        lasts = true;
        cause = Cause.PENDING;
        sinceUs = nowUs;
        roundUs = nowUs;
        rounds = 0;
        shrank = false;
        longestMs = queue.worstMs();
        measuredBps = NOTHING;
        measuredFirstBps = NOTHING;
        beliefBeforeBps = belief.bps();
        trainBeforeBps = trains.medianBps(nowUs, TRAIN_BEFORE_US);
        trains.forgetRates();
    }

    /**
     * The next step of an event.
     *
     * @return whether the queue has turned out not to be ours
     */
    boolean onStep(QueueReading queue, DelayWindow window, long nowUs) {
        longestMs = Math.max(longestMs, queue.worstMs());
        if (queue.isDrained()) {
            drained();
            return false;
        }
        double thresholdMs = belief.toleratedMs() + Math.min(MEASURED_QUEUE_MS, queue.lowMs());
        double deliveredBps = window.rateBps(thresholdMs, MEASURED_SPAN_US);
        boolean isMeasured = deliveredBps != DelayWindow.NO_RATE;
        if (isMeasured) {
            measuredBps = deliveredBps;
            belief.endStartup();
        }
        if (nowUs - sinceUs > OPEN_US && measuredBps > 0) {
            decide(isMeasured, nowUs);
        }
        return switch (cause) {
            case SOLE -> {
                if (isMeasured) {
                    belief.set(measuredBps);
                }
                yield false;
            }
            case SHARED, UNKNOWN -> isRoundOver(queue, nowUs) && yieldOnce(queue, nowUs);
            default -> false;
        };
    }

    private void decide(boolean isMeasured, long nowUs) {
        if (measuredFirstBps == NOTHING) {
            measuredFirstBps = measuredBps;
        }
        boolean isShort = trains.areShort();
        if (isMeasured && trains.agree(isShort ? SHORT_TRAINS : TRAINS)) {
            double linkBps = trains.medianBps();
            if (measuredBps < (cause == Cause.SOLE ? STILL_SOLE_SHARE : SOLE_SHARE) * linkBps) {
                cause = Cause.SHARED;
                trains.doubt();
                sharedUntilUs = nowUs + SHARED_US;
                cautiousUntilUs = sharedUntilUs;
                return;
            }
            if (measuredBps >= SOLE_SHARE * linkBps
                    && measuredBps <= (isShort ? MORE_THAN_ALL_OF_SHORT : MORE_THAN_ALL) * linkBps) {
                rounds = cause == Cause.SOLE ? rounds : 0;
                cause = Cause.SOLE;
                trains.confirm(linkBps);
                return;
            }
        }
        if (cause == Cause.PENDING) {
            cause = Cause.UNKNOWN;
            trains.doubt();
        }
        if (cause == Cause.UNKNOWN) {
            cautiousUntilUs = Math.max(cautiousUntilUs, nowUs + UNKNOWN_US);
        }
    }

    private boolean isRoundOver(QueueReading queue, long nowUs) {
        return rounds == 0 || nowUs - roundUs > ROUND_US + queue.worstMs() * US_PER_MS;
    }

    /** Another round; returns whether the queue has survived all of them. */
    private boolean yieldOnce(QueueReading queue, long nowUs) {
        rounds++;
        roundUs = nowUs;
        double lessBps = cause == Cause.SHARED
                ? beliefBeforeBps * Math.pow(SHARED_DECREASE, rounds)
                : UNKNOWN_DECREASE * belief.bps();
        belief.set(Math.min(lessBps, MOST_OF_MEASURED * measuredBps));
        if (rounds <= ROUNDS) {
            return false;
        }
        if (queue.worstMs() <= SURVIVES * longestMs) {
            shrank = true;
            rounds = 1;
            longestMs = queue.worstMs();
            return false;
        }
        belief.tolerate(queue.worstMs());
        // If it shrank before some of it was ours; else to yield was of no use to anybody.
        belief.atLeast(Math.min(shrank ? KEPT_OF_BELIEF * beliefBeforeBps : beliefBeforeBps,
                KEPT_OF_MEASURED * measuredFirstBps));
        lasts = false;
        return true;
    }

    private void drained() {
        if (measuredBps > 0 && (cause == Cause.SOLE || cause == Cause.UNKNOWN)) {
            plateau.set(measuredBps, cause == Cause.SOLE);
        }
        switch (cause) {
            case SHARED, UNKNOWN -> keep();
            case PENDING -> belief.set(Math.min(
                    Math.max(BRIEF_OF_MEASURED * measuredBps, BRIEF_LEAST * beliefBeforeBps),
                    BRIEF_MOST * beliefBeforeBps));
            default -> {
                // Ours alone: what was delivered is what the link carries.
            }
        }
        cause = Cause.NONE;
        lasts = false;
    }

    /** What is not given up for good. */
    private void keep() {
        double keptOfMeasured = cause == Cause.UNKNOWN ? KEPT_OF_UNKNOWN : KEPT_OF_MEASURED;
        belief.atLeast(Math.min(KEPT_OF_BELIEF * beliefBeforeBps, keptOfMeasured * measuredFirstBps));
    }

    /**
     * After a step of an event: the limit of what is asked for. It is what is delivered, while the cause is open. In bits
     * per second, or infinite.
     */
    double limitBps() {
        return cause == Cause.PENDING && measuredBps > 0 ? measuredBps : Double.POSITIVE_INFINITY;
    }

    /** After a step of an event: what share of the belief the length of the queue leaves at least. */
    double leastShare() {
        return switch (cause) {
            case PENDING -> LEAST_SHARE_PENDING;
            case SHARED, UNKNOWN -> LEAST_SHARE_SHARED;
            case NONE, SOLE -> LEAST_SHARE;
        };
    }
}
