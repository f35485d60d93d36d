package io.bwe.delay;

/**
 * Makes one long time line of the 24-bit send times, which wrap every 64 s: each is taken for the time nearest to the
 * packet before, less than 32 s away.
 */
final class SendTimeUnwrapper {
    /** Microseconds per tick are 15625/4096: 10^6 / 2^18 in lowest terms. */
    private static final long US_NUMERATOR = 15_625;
    private static final long US_DENOMINATOR = 4_096;
    private static final int UNUSED_BITS = Integer.SIZE - 24;

    private boolean started;
    private int last;
    private long ticks;

    /**
     * Takes the next send time.
     *
     * @param absSendTime 6.18 fixed-point seconds, 24 bits
     * @return microseconds, rounded down
     */
    long unwrapUs(int absSendTime) {
        // The shifts spread the sign of the 24-bit difference over the int.
        ticks += started ? (absSendTime - last) << UNUSED_BITS >> UNUSED_BITS : absSendTime;
        started = true;
        last = absSendTime;
        return Math.floorDiv(ticks * US_NUMERATOR, US_DENOMINATOR);
    }

    /** Forgets all send times. */
    void reset() {
        started = false;
        ticks = 0;
    }
}
