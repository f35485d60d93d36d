package io.bwe.queue;

import java.util.Arrays;

/**
 * The last second and a half of queue delay and bytes, in buckets of 25 ms: the least queue delay of a while, and the
 * rate at which packets came.
 */
final class DelayWindow {
    /** There are too few packets to say. */
    static final double UNKNOWN = Double.NaN;
    /** There are too few packets for a rate. */
    static final double NO_RATE = -1;
    /** Length of a bucket, and of a step of rate control. */
    static final long BUCKET_US = 25_000;

    /** How many buckets can be looked back on. */
    static final int LOOK_BACK = 60;
    /** A power of two above that. */
    private static final int BUCKETS = 64;
    private static final int MASK = BUCKETS - 1;

    /**
     * Nine frames at 30 a second, 300 ms: if the link is not overloaded the queue that frames make has been empty once.
     * That all packets are late by most of a random jitter does not happen.
     */
    private static final int STANDING_BUCKETS = 12;
    /** With fewer packets one looks further back, for up to a second. */
    private static final int STANDING_PACKETS = 6;
    private static final int LONGEST_BUCKETS = 40;
    /** What a verdict must span, in microseconds. */
    private static final long STANDING_SPAN_US = 200_000;

    /** 100 ms, for queues that grow fast. Packets of one burst, which span next to nothing, are no verdict. */
    private static final int RECENT_BUCKETS = 4;
    private static final int RECENT_PACKETS = 5;
    private static final long RECENT_SPAN_US = 60_000;

    /** A rate looks back 500 ms. */
    private static final long RATE_SPAN_US = 500_000;
    private static final int RATE_BUCKETS = (int) (RATE_SPAN_US / BUCKET_US) + 1;
    private static final int RATE_PACKETS = 4;
    /** Bits per second in a byte per microsecond. */
    private static final double BPS_PER_BYTE_PER_US = 8e6;

    /** Which bucket of all time is in a place; others are out of date. */
    private final long[] number = new long[BUCKETS];
    private final double[] leastQueueMs = new double[BUCKETS];
    private final double[] bytes = new double[BUCKETS];
    private final double[] firstBytes = new double[BUCKETS];
    private final int[] packets = new int[BUCKETS];
    private final long[] firstUs = new long[BUCKETS];
    private final long[] lastUs = new long[BUCKETS];
    private long newest;
    private long newestEndUs;

    /** Creates an empty one. */
    DelayWindow() {
        clear();
    }

    /** Forgets all packets. */
    void clear() {
        Arrays.fill(number, Long.MIN_VALUE);
        newestEndUs = 0;
    }

    /**
     * Takes a packet.
     *
     * @param nowUs its arrival, 0 or more and never decreasing
     * @param queueMs its queue delay
     * @param size its size in bytes
     */
    void add(long nowUs, double queueMs, int size) {
        if (nowUs >= newestEndUs) {
            newest = nowUs / BUCKET_US;
            newestEndUs = (newest + 1) * BUCKET_US;
            int at = (int) newest & MASK;
            number[at] = newest;
            leastQueueMs[at] = queueMs;
            bytes[at] = 0;
            firstBytes[at] = size;
            packets[at] = 0;
            firstUs[at] = nowUs;
        }
        int at = (int) newest & MASK;
        leastQueueMs[at] = Math.min(leastQueueMs[at], queueMs);
        bytes[at] += size;
        packets[at]++;
        lastUs[at] = nowUs;
    }

    /**
     * The queue that stands: the least queue delay of the last 300 ms or more.
     *
     * @param nowUs the arrival of the last packet
     * @return milliseconds, or {@link #UNKNOWN}
     */
    double standingMs(long nowUs) {
        return leastMs(nowUs, STANDING_BUCKETS, LONGEST_BUCKETS, STANDING_PACKETS, STANDING_SPAN_US);
    }

    /**
     * The least queue delay of the last 100 ms.
     *
     * @param nowUs the arrival of the last packet
     * @return milliseconds, or {@link #UNKNOWN}
     */
    double recentMs(long nowUs) {
        return leastMs(nowUs, RECENT_BUCKETS, RECENT_BUCKETS, RECENT_PACKETS, RECENT_SPAN_US);
    }

    private double leastMs(long nowUs, int fewestBuckets, int mostBuckets, int fewestPackets, long shortestUs) {
        double least = Double.POSITIVE_INFINITY;
        long oldestUs = nowUs;
        int count = 0;
        for (int back = 0; back < mostBuckets && (back < fewestBuckets || count < fewestPackets); back++) {
            int at = (int) (newest - back) & MASK;
            if (number[at] == newest - back) {
                least = Math.min(least, leastQueueMs[at]);
                oldestUs = firstUs[at];
                count += packets[at];
            }
        }
        return count >= fewestPackets && nowUs - oldestUs >= shortestUs ? least : UNKNOWN;
    }

    /**
     * The least queue delay of a bucket.
     *
     * @param back how many buckets before the newest, 0 to {@link #LOOK_BACK} - 1
     * @return milliseconds, or {@link #UNKNOWN} if no packet came
     */
    double bucketMs(int back) {
        int at = (int) (newest - back) & MASK;
        return number[at] == newest - back ? leastQueueMs[at] : UNKNOWN;
    }

    /**
     * The rate at which packets came in the last 500 ms.
     *
     * @param shortestUs what they must span
     * @return bits per second, or {@link #NO_RATE}
     */
    double rateBps(long shortestUs) {
        return rateBps(Double.NEGATIVE_INFINITY, shortestUs);
    }

    /**
     * The rate at which packets have come since the queue was last shorter than something, in the last 500 ms.
     *
     * @param thresholdMs how long the queue must have been all the time
     * @param shortestUs what the packets must span
     * @return bits per second, or {@link #NO_RATE}
     */
    double rateBps(double thresholdMs, long shortestUs) {
        long endUs = lastUs[(int) newest & MASK];
        long startUs = endUs;
        double sum = 0;
        double first = 0;
        int count = 0;
        for (int back = 0; back < RATE_BUCKETS; back++) {
            int at = (int) (newest - back) & MASK;
            if (number[at] != newest - back) {
                continue;
            }
            if (leastQueueMs[at] < thresholdMs || endUs - firstUs[at] > RATE_SPAN_US) {
                break;
            }
            sum += bytes[at];
            first = firstBytes[at];
            count += packets[at];
            startUs = firstUs[at];
        }
        // The first packet was sent before the time that is measured.
        return count < RATE_PACKETS || endUs - startUs < shortestUs
                ? NO_RATE
                : (sum - first) * BPS_PER_BYTE_PER_US / (endUs - startUs);
    }
}
