package io.bwe.api;

import java.util.Arrays;

/**
 * What an estimator concluded, at one moment. Immutable, so that what one object says belongs together; may be kept and
 * read from any thread.
 */
public final class EstimateView {
    /** Nothing is known yet. */
    public static final EstimateView NONE = new EstimateView(false, 0, -1, BandwidthUsage.NORMAL, new long[0]);

    private final boolean hasEstimate;
    private final long estimateBps;
    private final long incomingBps;
    private final BandwidthUsage usage;
    private final long[] liveSsrcs;

    private EstimateView(boolean hasEstimate, long estimateBps, long incomingBps, BandwidthUsage usage,
            long[] liveSsrcs) {
        this.hasEstimate = hasEstimate;
        this.estimateBps = estimateBps;
        this.incomingBps = incomingBps;
        this.usage = usage;
        this.liveSsrcs = liveSsrcs;
    }

    /**
     * Reads an estimator. Called by the thread that owns the estimator.
     *
     * @param estimator the estimator
     * @return what it says now
     */
    public static EstimateView of(Estimator estimator) {
        long[] ssrcs = new long[estimator.liveSsrcCount()];
        for (int i = 0; i < ssrcs.length; i++) {
            ssrcs[i] = estimator.liveSsrc(i);
        }
        return new EstimateView(estimator.hasEstimate(), estimator.estimateBps(), estimator.incomingBps(),
                estimator.usage(), ssrcs);
    }

    /**
     * Whether there is an estimate.
     *
     * @return true if {@link #estimateBps()} means something
     */
    public boolean hasEstimate() {
        return hasEstimate;
    }

    /**
     * The estimate, as it came from the estimator: neither capped nor muted.
     *
     * @return bits per second, 0 if there is none
     */
    public long estimateBps() {
        return estimateBps;
    }

    /**
     * The rate at which payload and padding arrive. A running interceptor publishes it anew several times a second,
     * also when nothing else changes.
     *
     * @return bits per second, or -1 if it could not be measured
     */
    public long incomingBps() {
        return incomingBps;
    }

    /**
     * What the delay signal says.
     *
     * @return the usage
     */
    public BandwidthUsage usage() {
        return usage;
    }

    /**
     * How many streams are live.
     *
     * @return the number of valid arguments to {@link #liveSsrc(int)}
     */
    public int liveSsrcCount() {
        return liveSsrcs.length;
    }

    /**
     * The SSRC of a live stream.
     *
     * @param index 0 to {@link #liveSsrcCount()} - 1
     * @return the SSRC, 0 to 2^32 - 1
     * @throws IndexOutOfBoundsException if there is no such stream
     */
    public long liveSsrc(int index) {
        return liveSsrcs[index];
    }

    /**
     * The SSRCs of the live streams.
     *
     * @return a new array, ascending
     */
    public long[] liveSsrcs() {
        return liveSsrcs.clone();
    }

    /**
     * Whether an estimator still says the same, the incoming rate aside, which changes with every packet. Allocates
     * nothing.
     *
     * @param estimator the estimator
     * @return true if estimate, usage and live streams are the same
     */
    public boolean matches(Estimator estimator) {
        if (hasEstimate != estimator.hasEstimate() || estimateBps != estimator.estimateBps()
                || usage != estimator.usage() || liveSsrcs.length != estimator.liveSsrcCount()) {
            return false;
        }
        for (int i = 0; i < liveSsrcs.length; i++) {
            if (liveSsrcs[i] != estimator.liveSsrc(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "EstimateView[" + (hasEstimate ? estimateBps + " b/s" : "none") + ", incoming " + incomingBps + " b/s, "
                + usage + ", SSRCs " + Arrays.toString(liveSsrcs) + "]";
    }
}
