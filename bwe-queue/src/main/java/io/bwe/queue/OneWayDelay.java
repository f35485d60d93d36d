package io.bwe.queue;

/**
 * How long packets are on their way, by abs-send-time and arrival. The two clocks need not agree, so only differences
 * count.
 */
final class OneWayDelay {
    /** abs-send-time counts in units of 2^-18 s. */
    private static final double TICKS_PER_SECOND = 1 << 18;
    private static final double US_PER_SECOND = 1e6;
    private static final int UNUSED_BITS = Integer.SIZE - 24;
    /** After so long without a packet, in microseconds, what the path was like is no longer known. */
    private static final long LONGEST_GAP_US = 2_000_000;
    /** A change of delay from one packet to the next, in microseconds, that no queue makes: a clock was set. */
    private static final double CLOCK_JUMP_US = 3_000_000;

    private boolean started;
    private int lastSendTime;
    private long ticks;
    private long lastArrivalUs;
    private double sendUs;
    private double delayUs;

    /**
     * Takes a packet.
     *
     * @param arrivalUs its arrival
     * @param absSendTime its send time, 24 bits
     * @return whether delays before it say nothing about delays from it on: it is the first, the first after a gap, or a
     *         clock was set
     */
    boolean add(long arrivalUs, int absSendTime) {
        // The shifts spread the sign of the 24-bit difference over the int: the shorter way round.
        ticks += started ? (absSendTime - lastSendTime) << UNUSED_BITS >> UNUSED_BITS : absSendTime;
        lastSendTime = absSendTime;
        sendUs = ticks * US_PER_SECOND / TICKS_PER_SECOND;
        double before = delayUs;
        delayUs = arrivalUs - sendUs;
        boolean anew = !started || arrivalUs - lastArrivalUs > LONGEST_GAP_US
                || Math.abs(delayUs - before) > CLOCK_JUMP_US;
        started = true;
        lastArrivalUs = arrivalUs;
        return anew;
    }

    /** When the last packet was sent, in microseconds on the sender's clock. */
    double sendUs() {
        return sendUs;
    }

    /** How long the last packet was on its way, in microseconds plus what the clocks differ. */
    double delayUs() {
        return delayUs;
    }

    /** Forgets all packets. */
    void reset() {
        started = false;
        ticks = 0;
    }
}
