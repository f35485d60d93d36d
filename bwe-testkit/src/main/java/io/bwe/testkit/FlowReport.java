package io.bwe.testkit;

import java.util.Arrays;
import java.util.Objects;

/**
 * What became of each packet of one flow through a {@link LinkModel}. Packets are numbered from 0 in the order in which
 * they were sent; times are nanoseconds since the start of the model. Grows while the model runs.
 */
public final class FlowReport {
    /** In place of the arrival time of a packet for which the queue had no room. */
    public static final long DROPPED = -1;
    /** In place of the arrival time of a packet that was lost behind the queue. */
    public static final long LOST = -2;

    private static final double NS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;

    private long[] sentNs = new long[1_024];
    private long[] departedNs = new long[1_024];
    private long[] arrivedNs = new long[1_024];
    private long[] queueingNs = new long[1_024];
    private int[] payloadSizes = new int[1_024];
    private int packets;

    FlowReport() {
    }

    void dropped(long timeNs, int payloadSize) {
        add(timeNs, DROPPED, DROPPED, 0, payloadSize);
    }

    void sent(long timeNs, long departureNs, long arrivalNs, long queueNs, int payloadSize) {
        add(timeNs, departureNs, arrivalNs, queueNs, payloadSize);
    }

    private void add(long timeNs, long departureNs, long arrivalNs, long queueNs, int payloadSize) {
        if (packets == sentNs.length) {
            int capacity = 2 * packets;
            sentNs = Arrays.copyOf(sentNs, capacity);
            departedNs = Arrays.copyOf(departedNs, capacity);
            arrivedNs = Arrays.copyOf(arrivedNs, capacity);
            queueingNs = Arrays.copyOf(queueingNs, capacity);
            payloadSizes = Arrays.copyOf(payloadSizes, capacity);
        }
        sentNs[packets] = timeNs;
        departedNs[packets] = departureNs;
        arrivedNs[packets] = arrivalNs;
        queueingNs[packets] = queueNs;
        payloadSizes[packets] = payloadSize;
        packets++;
    }

    /**
     * How many packets were sent.
     *
     * @return a count
     */
    public int packets() {
        return packets;
    }

    /**
     * When a packet was sent.
     *
     * @param packet its number, 0 to {@link #packets()} - 1
     * @return nanoseconds
     */
    public long sentNs(int packet) {
        return sentNs[checked(packet)];
    }

    /**
     * When a packet arrives, which may be after the time up to which the model has run.
     *
     * @param packet its number
     * @return nanoseconds, {@link #DROPPED} or {@link #LOST}
     */
    public long arrivedNs(int packet) {
        return arrivedNs[checked(packet)];
    }

    /**
     * How long a packet waited in the queue, its own transmission not counted.
     *
     * @param packet its number
     * @return nanoseconds, 0 for a packet for which there was no room
     */
    public long queueingDelayNs(int packet) {
        return queueingNs[checked(packet)];
    }

    /**
     * The size of a packet.
     *
     * @param packet its number
     * @return bytes of payload
     */
    public int payloadSize(int packet) {
        return payloadSizes[checked(packet)];
    }

    /**
     * How many packets found no room in the queue.
     *
     * @return a count
     */
    public int dropped() {
        return count(DROPPED);
    }

    /**
     * How many packets were lost behind the queue.
     *
     * @return a count
     */
    public int lost() {
        return count(LOST);
    }

    /**
     * The payload rate that was sent.
     *
     * @param fromNs the start of the span
     * @param toNs its end, later than its start
     * @return bits per second
     */
    public long sentBps(long fromNs, long toNs) {
        return bps(sentNs, fromNs, toNs);
    }

    /**
     * The payload rate that arrived.
     *
     * @param fromNs the start of the span
     * @param toNs its end, later than its start
     * @return bits per second
     */
    public long arrivedBps(long fromNs, long toNs) {
        return bps(arrivedNs, fromNs, toNs);
    }

    /**
     * How long packets waited in the queue.
     *
     * @param percentile 0 (the shortest wait) to 100 (the longest)
     * @param fromNs the start of the span in which the packets were sent
     * @param toNs its end
     * @return nanoseconds, 0 if no packet was sent
     */
    public long queueingDelayPercentileNs(double percentile, long fromNs, long toNs) {
        long[] delays = new long[packets];
        int found = 0;
        for (int i = 0; i < packets; i++) {
            if (arrivedNs[i] != DROPPED && sentNs[i] >= fromNs && sentNs[i] < toNs) {
                delays[found++] = queueingNs[i];
            }
        }
        if (found == 0) {
            return 0;
        }
        Arrays.sort(delays, 0, found);
        return delays[Math.clamp((long) Math.ceil(percentile / 100 * found) - 1, 0, found - 1)];
    }

    /** Bits on the wire that left the queue in a span of time. */
    double wireBits(long fromNs, long toNs, int overheadBytes) {
        double bits = 0;
        for (int i = 0; i < packets; i++) {
            if (departedNs[i] != DROPPED && departedNs[i] >= fromNs && departedNs[i] < toNs) {
                bits += (double) (payloadSizes[i] + overheadBytes) * BITS_PER_BYTE;
            }
        }
        return bits;
    }

    private long bps(long[] timesNs, long fromNs, long toNs) {
        long bytes = 0;
        for (int i = 0; i < packets; i++) {
            if (timesNs[i] >= 0 && timesNs[i] >= fromNs && timesNs[i] < toNs) {
                bytes += payloadSizes[i];
            }
        }
        return Math.round(bytes * BITS_PER_BYTE / ((toNs - fromNs) / NS_PER_SECOND));
    }

    private int count(long fate) {
        int found = 0;
        for (int i = 0; i < packets; i++) {
            if (arrivedNs[i] == fate) {
                found++;
            }
        }
        return found;
    }

    private int checked(int packet) {
        return Objects.checkIndex(packet, packets);
    }
}
