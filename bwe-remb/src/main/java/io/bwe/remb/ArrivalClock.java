package io.bwe.remb;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongBinaryOperator;

/**
 * What has to be added to the arrival times of a transport so that they go on when the clock that they come from was set
 * back. One stream finds that out and decides for all, since streams must keep their distance; the others follow with the
 * first packet that fits better then.
 *
 * <p>Used by all stream tasks.
 */
final class ArrivalClock {
    /**
     * For so long the arrival times of a stream may be behind, by the interceptor's clock: 500 ms. A packet of an RTP
     * thread that was held up is behind, too, but others that are not come in between.
     */
    static final long SET_BACK_NS = 500_000_000;

    private static final LongBinaryOperator LATER = Math::max;

    private final AtomicLong offsetNs = new AtomicLong();
    /** The latest arrival time of all streams, with what was added to it. */
    private final AtomicLong latestNs = new AtomicLong(Long.MIN_VALUE);

    /**
     * What to add to an arrival time: what the stream has used so far, or what another stream has decided, whichever
     * brings it nearer to the latest of all. What was sent before the clock was set fits with the former.
     */
    long offsetNs(long givenNs, long usedNs) {
        long decidedNs = offsetNs.get();
        if (decidedNs == usedNs) {
            return usedNs;
        }
        long toLatestNs = latestNs.get() - givenNs;
        return Math.abs(toLatestNs - decidedNs) < Math.abs(toLatestNs - usedNs) ? decidedNs : usedNs;
    }

    /** Tells of an arrival time, with what was added to it. */
    void seen(long arrivalTimeNs) {
        if (arrivalTimeNs > latestNs.get()) {
            latestNs.accumulateAndGet(arrivalTimeNs, LATER);
        }
    }

    /** The latest of all arrival times. */
    long latestNs() {
        return latestNs.get();
    }

    /**
     * Tells that the clock was set back.
     *
     * @param usedNs what has been added so far
     * @param neededNs what would have to be added
     * @return what is to be added from now on: another's choice if one was faster
     */
    long setBack(long usedNs, long neededNs) {
        long before = offsetNs.compareAndExchange(usedNs, neededNs);
        return before == usedNs ? neededNs : before;
    }
}
