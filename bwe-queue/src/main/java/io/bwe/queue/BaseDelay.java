package io.bwe.queue;

import java.util.Arrays;

/**
 * The delay of the empty path: the least of the last 20 to 30 s. That is long enough to see an empty queue, and short
 * enough for a change of route; clocks that drift apart by 200 ppm are 6 ms apart by then.
 */
final class BaseDelay {
    private static final int SLOTS = 3;
    private static final long SLOT_US = 10_000_000;
    private static final double US_PER_MS = 1_000;
    private static final double NOTHING = Double.POSITIVE_INFINITY;

    /** The least of each slot of time, the present one first. */
    private final double[] leastUs = new double[SLOTS];
    private long slotStartUs;
    private double beforeUs;

    /** Forgets all delays. */
    void restart(long nowUs) {
        Arrays.fill(leastUs, NOTHING);
        beforeUs = NOTHING;
        slotStartUs = nowUs;
    }

    /**
     * Takes the delay of a packet.
     *
     * @param delayUs its delay
     * @param nowUs its arrival
     * @return by how much that is above the base, itself included: milliseconds, 0 or more
     */
    double queueMs(double delayUs, long nowUs) {
        if (nowUs - slotStartUs > SLOT_US) {
            System.arraycopy(leastUs, 0, leastUs, 1, SLOTS - 1);
            leastUs[0] = delayUs;
            slotStartUs = nowUs;
            beforeUs = Math.min(leastUs[1], leastUs[2]);
        }
        leastUs[0] = Math.min(leastUs[0], delayUs);
        return (delayUs - Math.min(leastUs[0], beforeUs)) / US_PER_MS;
    }
}
