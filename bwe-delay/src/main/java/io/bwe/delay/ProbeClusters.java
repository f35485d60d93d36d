package io.bwe.delay;

/**
 * Looks for clusters of evenly sent packets at the start of a call, and takes from them how fast the path carried them.
 *
 * <p>The reference keeps a list of the packets, and with each packet divides the whole list into clusters again. Only
 * the last cluster of a list can change when a packet is added, so here the ones before it are reduced to what still
 * matters about them and the last one to its sums: a packet costs the same after ten packets and after a million.
 *
 * <p>The reference also drops the oldest packet of a list of 15 or more that has no cluster that counts, which may
 * divide the rest differently. For this the packets themselves are kept, as long as no cluster has been closed (from
 * then on there always is one), and divided anew when the oldest goes: that is a list of 15 packets, unless a longer
 * one lost a cluster that counted. A cluster loses its standing only when the sender's clock runs back, in steps of
 * less than {@link #CLUSTER_BOUND_US}, to where the cluster began; no more than {@link #MAX_KEPT} packets are kept
 * against that. If a longer list loses its only cluster, it starts again from its last packet, the one case in which
 * the result may differ.
 *
 * <p>Follows the probing of libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128.
 */
final class ProbeClusters {
    /** Returned when there is no good probe. */
    static final long NO_PROBE = 0;
    /** Packets kept for dividing a list anew: a path at 4 Gb/s that reorders this much is needed to make it matter. */
    static final int MAX_KEPT = 1024;
    /** Send intervals closer than this to the mean of a cluster belong to it. */
    private static final long CLUSTER_BOUND_US = 2_500;
    /** Intervals that a cluster must have to count (libwebrtc: kMinClusterSize). */
    private static final int MIN_CLUSTER_SIZE = 4;
    /** A list of this length without a cluster loses its oldest packet (libwebrtc: kMaxProbePackets). */
    private static final int MAX_PROBE_PACKETS = 15;
    /** With so many clusters a list has served (libwebrtc: kExpectedNumberOfProbes). */
    private static final int EXPECTED_NUMBER_OF_PROBES = 3;
    /** Packets sent or received closer together than this say little. */
    private static final long MIN_DELTA_US = 1_000;
    /** In a good probe packets arrive at most this much further apart than sent, on average, ... */
    private static final long MAX_STRETCH_US = 2_000;
    /** ... and at most this much closer together. */
    private static final long MAX_SQUEEZE_US = 5_000;
    private static final int INITIAL_CAPACITY = 16;

    private long packets;
    private long lastSendUs;
    private long lastArrivalUs;

    /** How many clusters counted when the last packet came, before the oldest may have gone. */
    private int clustersFound;

    /** The clusters that are closed and count: how many, and the best rate up to the first bad one. */
    private int closedClusters;
    private boolean closedEndInBad;
    private long closedBestBps;

    /** The sums of the last cluster. */
    private long intervals;
    private long longIntervals;
    private long sendSumUs;
    private long arrivalSumUs;
    private long sizeSum;

    /** The packets, oldest first, in a ring; complete unless {@link #keptIsComplete} says otherwise. */
    private boolean keptIsComplete = true;
    private int oldestKept;
    private long[] keptSendUs = new long[INITIAL_CAPACITY];
    private long[] keptArrivalUs = new long[INITIAL_CAPACITY];
    private int[] keptSize = new int[INITIAL_CAPACITY];

    /**
     * Takes the next packet.
     *
     * @param sendTimeUs its send time, not unwrapped
     * @param arrivalTimeUs its arrival
     * @param size its size in bytes
     * @return the rate of the best good probe in bits per second, or {@link #NO_PROBE}
     */
    long add(long sendTimeUs, long arrivalTimeUs, int size) {
        divide(sendTimeUs, arrivalTimeUs, size);
        keep(sendTimeUs, arrivalTimeUs, size);
        packets++;
        clustersFound = clusters();
        if (clustersFound == 0) {
            if (!keptIsComplete) {
                clear();
                add(sendTimeUs, arrivalTimeUs, size);
            } else if (packets >= MAX_PROBE_PACKETS) {
                dropOldest();
            }
            return NO_PROBE;
        }
        if (!closedEndInBad && counts() && isGood()) {
            return Math.max(closedBestBps, probeBps());
        }
        return closedBestBps;
    }

    /** The last probe was not wanted: a list that has served is forgotten. */
    void clearIfServed() {
        if (clustersFound >= EXPECTED_NUMBER_OF_PROBES) {
            clear();
        }
    }

    /** Forgets all packets. */
    void clear() {
        packets = 0;
        clustersFound = 0;
        forgetClusters();
        keptIsComplete = true;
        oldestKept = 0;
    }

    private int clusters() {
        return closedClusters + (counts() ? 1 : 0);
    }

    private void divide(long sendTimeUs, long arrivalTimeUs, int size) {
        if (packets > 0) {
            addInterval(sendTimeUs - lastSendUs, arrivalTimeUs - lastArrivalUs, size);
        }
        lastSendUs = sendTimeUs;
        lastArrivalUs = arrivalTimeUs;
    }

    private void addInterval(long sendUs, long arrivalUs, int size) {
        // Before it is known to which cluster the interval belongs: one that opens a cluster counts in the one before.
        if (sendUs >= MIN_DELTA_US && arrivalUs >= MIN_DELTA_US) {
            longIntervals++;
        }
        if (intervals > 0 && Math.abs(sendUs - sendSumUs / intervals) >= CLUSTER_BOUND_US) {
            if (counts()) {
                close();
            }
            startCluster();
        }
        intervals++;
        sendSumUs += sendUs;
        arrivalSumUs += arrivalUs;
        sizeSum += size;
    }

    private boolean counts() {
        return intervals >= MIN_CLUSTER_SIZE && sendSumUs > 0 && arrivalSumUs > 0;
    }

    private void close() {
        closedClusters++;
        if (!closedEndInBad && !isNegligible()) {
            if (isGood()) {
                closedBestBps = Math.max(closedBestBps, probeBps());
            } else {
                closedEndInBad = true;
            }
        }
    }

    /** A mean of less than a microsecond: no rate follows from it, good or bad. */
    private boolean isNegligible() {
        return sendSumUs < intervals || arrivalSumUs < intervals;
    }

    private boolean isGood() {
        long stretchUs = arrivalSumUs / intervals - sendSumUs / intervals;
        return !isNegligible() && longIntervals > intervals / 2 && stretchUs <= MAX_STRETCH_US
                && -stretchUs <= MAX_SQUEEZE_US;
    }

    /** The lower of the rates at which the cluster was sent and received. */
    private long probeBps() {
        long meanSize = sizeSum / intervals;
        return Units.bitrateBps(meanSize, Math.max(sendSumUs / intervals, arrivalSumUs / intervals));
    }

    private void startCluster() {
        intervals = 0;
        longIntervals = 0;
        sendSumUs = 0;
        arrivalSumUs = 0;
        sizeSum = 0;
    }

    private void forgetClusters() {
        closedClusters = 0;
        closedEndInBad = false;
        closedBestBps = NO_PROBE;
        startCluster();
    }

    /** With a closed cluster the oldest packet never goes, so then nothing need be kept. */
    private void keep(long sendTimeUs, long arrivalTimeUs, int size) {
        if (closedClusters > 0 || packets == MAX_KEPT) {
            keptIsComplete = false;
        }
        if (!keptIsComplete) {
            return;
        }
        if (packets == keptSize.length) {
            grow();
        }
        int index = kept(packets);
        keptSendUs[index] = sendTimeUs;
        keptArrivalUs[index] = arrivalTimeUs;
        keptSize[index] = size;
    }

    private int kept(long position) {
        return (oldestKept + (int) position) & (keptSize.length - 1);
    }

    private void dropOldest() {
        long rest = packets - 1;
        oldestKept = kept(1);
        forgetClusters();
        packets = 0;
        while (packets < rest) {
            int index = kept(packets);
            divide(keptSendUs[index], keptArrivalUs[index], keptSize[index]);
            packets++;
        }
    }

    private void grow() {
        int capacity = 2 * keptSize.length;
        long[] sendUs = new long[capacity];
        long[] arrivalUs = new long[capacity];
        int[] sizes = new int[capacity];
        for (int position = 0; position < packets; position++) {
            int index = kept(position);
            sendUs[position] = keptSendUs[index];
            arrivalUs[position] = keptArrivalUs[index];
            sizes[position] = keptSize[index];
        }
        keptSendUs = sendUs;
        keptArrivalUs = arrivalUs;
        keptSize = sizes;
        oldestKept = 0;
    }
}
