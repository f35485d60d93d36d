package io.bwe.queue;

/** What the queue looks like at a step of rate control: as it stands, and without what is not ours of it. */
final class QueueReading {
    /**
     * A queue that stands, in milliseconds: more than drift and the least of a jitter, less than what users hear.
     */
    private static final double STANDING_MS = 25;
    /**
     * One that 100 ms are enough to see, in milliseconds: all packets of three frames waited for so long. A sender is late
     * by half a second, and what is seen earlier is not sent.
     */
    private static final double FAST_MS = 30;
    /** Where a queue is as good as empty at 1 Mb/s, and the limits, in milliseconds. */
    private static final double LOW_MS = 12;
    private static final double LEAST_LOW_MS = 8;
    private static final double MOST_LOW_MS = 25;
    private static final double LOW_BPS = 1_000_000;

    private double standingMs;
    private double oursMs;
    private double recentMs;
    private double worstMs;
    private double lowMs;
    private boolean stands;

    /** Forgets everything. */
    void reset() {
        standingMs = DelayWindow.UNKNOWN;
        oursMs = 0;
        recentMs = 0;
        worstMs = 0;
        lowMs = MOST_LOW_MS;
        stands = false;
    }

    /** Looks at the queue. */
    void read(DelayWindow window, long nowUs, Belief belief) {
        standingMs = window.standingMs(nowUs);
        oursMs = ours(standingMs, belief);
        recentMs = ours(window.recentMs(nowUs), belief);
        boolean fast = recentMs > FAST_MS;
        worstMs = fast ? Math.max(oursMs, recentMs) : oursMs;
        stands = oursMs > STANDING_MS || fast;
        // The lower a rate the longer its packets take. And larger flows yield earlier, so that flows converge.
        lowMs = Math.clamp(LOW_MS * Math.sqrt(LOW_BPS / belief.bps()), LEAST_LOW_MS, MOST_LOW_MS);
    }

    private static double ours(double queueMs, Belief belief) {
        return Double.isNaN(queueMs) ? 0 : Math.max(0, queueMs - belief.toleratedMs());
    }

    /** The queue that stands, whoever's it is, in milliseconds; {@link DelayWindow#UNKNOWN} with too few packets. */
    double standingMs() {
        return standingMs;
    }

    /** What is ours of it, in milliseconds; 0 if it is not known. */
    double oursMs() {
        return oursMs;
    }

    /** What is ours, as the last 100 ms show it if that is enough to see. */
    double worstMs() {
        return worstMs;
    }

    /** Up to where a queue is as good as empty, in milliseconds. */
    double lowMs() {
        return lowMs;
    }

    /** Whether the queue is as good as empty. */
    boolean isLow() {
        return oursMs <= lowMs;
    }

    /** Whether the queue has been as good as empty in the last 100 ms, too. */
    boolean isDrained() {
        return Math.max(oursMs, recentMs) < lowMs;
    }

    /** Whether a queue of ours stands, be it for 100 ms only. */
    boolean stands() {
        return stands;
    }
}
