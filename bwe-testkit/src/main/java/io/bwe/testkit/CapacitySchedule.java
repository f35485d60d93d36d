package io.bwe.testkit;

import java.time.Duration;
import java.util.Arrays;

/**
 * The capacity of a link as it changes over time, in steps. A step in the middle of a packet's transmission applies to
 * the rest of it.
 *
 * <p>Immutable.
 */
public final class CapacitySchedule {
    private static final double NS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;

    private final long[] fromNs;
    private final long[] capacityBps;

    private CapacitySchedule(long[] fromNs, long[] capacityBps) {
        this.fromNs = fromNs;
        this.capacityBps = capacityBps;
    }

    /**
     * A capacity that stays.
     *
     * @param bps bits per second on the wire, 1 or more
     * @return the schedule
     * @throws IllegalArgumentException if it is less than 1
     */
    public static CapacitySchedule constant(long bps) {
        return new CapacitySchedule(new long[]{Long.MIN_VALUE}, new long[]{positive(bps)});
    }

    /**
     * The same schedule up to a time, and another capacity from then on.
     *
     * @param time since the start, later than every step so far
     * @param bps bits per second on the wire, 1 or more
     * @return a new schedule
     * @throws IllegalArgumentException if the time is not later, or the capacity is less than 1
     */
    public CapacitySchedule then(Duration time, long bps) {
        int steps = fromNs.length;
        if (time.toNanos() <= fromNs[steps - 1]) {
            throw new IllegalArgumentException("the step at " + time + " must come after the one before");
        }
        long[] moreFromNs = Arrays.copyOf(fromNs, steps + 1);
        long[] moreCapacityBps = Arrays.copyOf(capacityBps, steps + 1);
        moreFromNs[steps] = time.toNanos();
        moreCapacityBps[steps] = positive(bps);
        return new CapacitySchedule(moreFromNs, moreCapacityBps);
    }

    /**
     * The capacity at a time.
     *
     * @param timeNs nanoseconds since the start
     * @return bits per second
     */
    public long capacityBps(long timeNs) {
        return capacityBps[stepAt(timeNs)];
    }

    /**
     * When a transmission ends.
     *
     * @param startNs when it starts, nanoseconds since the start
     * @param bytes its size on the wire, 0 or more
     * @return nanoseconds since the start
     */
    public long transmissionEndNs(long startNs, int bytes) {
        double bits = (double) bytes * BITS_PER_BYTE;
        long timeNs = startNs;
        for (int step = stepAt(startNs);; step++) {
            double neededNs = bits / capacityBps[step] * NS_PER_SECOND;
            if (step == fromNs.length - 1 || timeNs + neededNs <= fromNs[step + 1]) {
                return timeNs + Math.round(neededNs);
            }
            bits -= (fromNs[step + 1] - timeNs) / NS_PER_SECOND * capacityBps[step];
            timeNs = fromNs[step + 1];
        }
    }

    /**
     * How much can be transmitted in a span of time.
     *
     * @param startNs its start
     * @param endNs its end, not before its start
     * @return bits
     */
    public double bits(long startNs, long endNs) {
        double bits = 0;
        long timeNs = startNs;
        for (int step = stepAt(startNs); timeNs < endNs; step++) {
            long untilNs = step == fromNs.length - 1 ? endNs : Math.min(endNs, fromNs[step + 1]);
            bits += (untilNs - timeNs) / NS_PER_SECOND * capacityBps[step];
            timeNs = untilNs;
        }
        return bits;
    }

    private int stepAt(long timeNs) {
        int step = fromNs.length - 1;
        while (step > 0 && timeNs < fromNs[step]) {
            step--;
        }
        return step;
    }

    private static long positive(long bps) {
        if (bps < 1) {
            throw new IllegalArgumentException("capacity " + bps + " is out of range; it must be 1 or more");
        }
        return bps;
    }
}
