package io.bwe.remb;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What has to be added to the arrival times of a transport so that they go on when the clock that they come from was set
 * back. Each stream finds that out for itself, and the first to do so decides for all: they must keep their distance.
 *
 * <p>Used by all stream tasks.
 */
final class ArrivalClock {
    /**
     * For so long the arrival times of a stream may be behind, by the interceptor's clock: 500 ms. A packet of an RTP
     * thread that was held up is behind, too, but others that are not come in between.
     */
    static final long SET_BACK_NS = 500_000_000;

    private final AtomicLong offsetNs = new AtomicLong();

    /** What to add to the arrival times of a stream that begins. */
    long offsetNs() {
        return offsetNs.get();
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
