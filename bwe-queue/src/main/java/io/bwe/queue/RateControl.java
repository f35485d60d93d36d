package io.bwe.queue;

/**
 * Every 25 ms: looks at the queue, lets the event or growth change the belief, and derives the estimate from it.
 */
final class RateControl {
    private static final long STEP_US = DelayWindow.BUCKET_US;
    private static final double US_PER_SECOND = 1e6;
    /** A step counts for no longer, in seconds, whatever the pause before it. */
    private static final double LONGEST_STEP_SECONDS = 0.2;

    /** What packets of an incoming rate must span, in microseconds. */
    private static final long INCOMING_SPAN_US = 250_000;
    /** The first estimate without trains waits so long, in microseconds, */
    private static final long FIRST_ESTIMATE_US = 300_000;
    /** and is no lower, in bits per second. */
    private static final double LEAST_FIRST_BPS = 50_000;

    /**
     * What is left of the belief once the capacity has been measured, and of what trains say while they are trusted: the
     * more of a link is used the longer its queue is, though it never stands.
     */
    private static final double HEADROOM = 0.95;

    /** A queue of so many milliseconds would take all of the estimate, if the event did not say how much it may take, */
    private static final double DRAIN_MS = 400;
    /** but for its first milliseconds, which are always there. */
    private static final double FREE_MS = 5;
    /** What arrives is not taken for nothing: with half of it any queue of ours drains. */
    private static final double LEAST_OF_INCOMING = 0.5;

    private static final double ALL = 1;
    private static final long NEVER_US = Long.MIN_VALUE / 2;

    private final Belief belief = new Belief();
    private final TrainRates trains;
    private final QueueReading queue = new QueueReading();
    private final Plateau plateau = new Plateau();
    private final PayloadShare payloadShare = new PayloadShare();
    private final QueueEvent event;
    private final Growth growth;
    private boolean started;
    private long startUs;
    private long lastStepUs;
    private boolean valid;
    private double estimateBps;
    private double incomingBps;
    private double peakBps;

    /**
     * Creates one that has seen no packet.
     *
     * @param trains what trains say of the link
     */
    RateControl(TrainRates trains) {
        this.trains = trains;
        event = new QueueEvent(belief, trains, plateau);
        growth = new Growth(belief, trains, event, plateau);
        reset();
    }

    /** Forgets everything. */
    void reset() {
        belief.reset();
        queue.reset();
        plateau.reset();
        payloadShare.reset();
        event.reset();
        growth.reset();
        started = false;
        lastStepUs = NEVER_US;
        valid = false;
        estimateBps = 0;
        incomingBps = DelayWindow.NO_RATE;
        peakBps = 0;
    }

    /** An estimate is given from outside. */
    void start(double bps) {
        belief.set(bps);
        estimateBps = bps;
        valid = true;
    }

    /** Delays from now on say nothing about those before: it is the first packet, the path may be another, or a clock. */
    void onDelaysAnew(long nowUs) {
        if (!started) {
            started = true;
            startUs = nowUs;
        }
        event.abandon();
        plateau.reset();
        payloadShare.interrupt(nowUs);
        growth.interrupt(nowUs);
        belief.tolerateNothing();
    }

    /** The path has become longer by itself: what looked like a queue was none. */
    void onLongerPath(long nowUs) {
        event.cancel();
        payloadShare.interrupt(nowUs);
        growth.interrupt(nowUs);
        belief.tolerateNothing();
    }

    /**
     * A train has ended that says something: it may be the first estimate.
     *
     * @return whether it is
     */
    boolean onTrain(long nowUs) {
        double goalBps = valid ? 0 : growth.goalBps(nowUs);
        if (goalBps <= 0) {
            return false;
        }
        start(goalBps);
        growth.jumped(nowUs);
        return true;
    }

    /** Whether it is time for a step. */
    boolean isStepDue(long nowUs) {
        return nowUs - lastStepUs >= STEP_US;
    }

    /**
     * A step.
     *
     * @param train the train that is open; spoiled if an event begins
     * @param isPathLonger whether what looks like a queue may be a path that has become longer: nothing is done about it then
     * @return whether there is an estimate
     */
    boolean step(DelayWindow window, PacketTrain train, boolean isPathLonger, long nowUs) {
        double seconds = Math.min((nowUs - lastStepUs) / US_PER_SECOND, LONGEST_STEP_SECONDS);
        lastStepUs = nowUs;
        incomingBps = window.rateBps(INCOMING_SPAN_US);
        if (!valid && !takeFirst(nowUs)) {
            return false;
        }
        peakBps = Math.max(incomingBps, peakBps * Math.exp(-seconds));
        queue.read(window, nowUs, belief);
        if (!event.lasts() && queue.stands() && !isPathLonger) {
            event.begin(queue, nowUs);
            growth.onQueue(nowUs);
            train.spoil();
        }
        double leastShare = isPathLonger ? ALL : QueueEvent.LEAST_SHARE;
        double limitBps = Double.POSITIVE_INFINITY;
        if (event.lasts()) {
            growth.interrupt(nowUs);
            payloadShare.interrupt(nowUs);
            if (event.onStep(queue, window, nowUs)) {
                growth.use(nowUs);
            }
            leastShare = event.leastShare();
            limitBps = event.limitBps();
        }
        if (!event.lasts() && isPathLonger) {
            growth.interrupt(nowUs);
        } else if (!event.lasts()) {
            growth.onStep(queue, peakBps, estimateBps, nowUs, seconds);
            if (!belief.isStartup()) {
                payloadShare.add(estimateBps, incomingBps, nowUs);
            }
        }
        belief.limit();
        double trustedBps = trust(nowUs);
        double share = Math.clamp(1 - Math.max(0, queue.worstMs() - FREE_MS) / DRAIN_MS, leastShare, ALL);
        double wantedBps = Math.min(belief.bps(), limitBps) * share * (belief.isStartup() ? ALL : HEADROOM);
        estimateBps = Math.max(Math.min(wantedBps, trustedBps) / payloadShare.value(), LEAST_OF_INCOMING * incomingBps);
        return true;
    }

    private boolean takeFirst(long nowUs) {
        if (nowUs - startUs <= FIRST_ESTIMATE_US || incomingBps == DelayWindow.NO_RATE) {
            return false;
        }
        start(Math.max(incomingBps, LEAST_FIRST_BPS));
        growth.interrupt(nowUs);
        return true;
    }

    /** What trains allow for, if they are to be trusted; else infinite. */
    private double trust(long nowUs) {
        // Short trains would bind a small flow beside larger ones for ever; they slow down growth instead.
        if (trains.areShort() || !trains.areTrusted(nowUs)) {
            return Double.POSITIVE_INFINITY;
        }
        double linkBps = trains.medianBps();
        if (!event.lasts()) {
            belief.atMost(linkBps);
        }
        return HEADROOM * linkBps;
    }

    /** Whether there is an estimate. */
    boolean isValid() {
        return valid;
    }

    /** The estimate in bits per second; 0 if there is none. */
    double estimateBps() {
        return estimateBps;
    }

    /** The rate at which packets came at the last step, in bits per second, or {@link DelayWindow#NO_RATE}. */
    double incomingBps() {
        return incomingBps;
    }

    /** What is believed of the path. */
    Belief belief() {
        return belief;
    }

    /** The queue at the last step. */
    QueueReading queue() {
        return queue;
    }

    /** What is done about a queue that stands. */
    QueueEvent event() {
        return event;
    }
}
