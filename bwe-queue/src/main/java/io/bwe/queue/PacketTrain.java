package io.bwe.queue;

/**
 * Packets sent back to back, and how they come out of the bottleneck. If that is slower than they went in, it is at the
 * bottleneck's rate: the train is dispersed. If it is as fast, the link carries at least that.
 *
 * <p>A token bucket lets its burst through at line rate first. So the rate is measured from the knee on: the first packet
 * that waited longer than the train's first.
 */
final class PacketTrain {
    /** No rate came of it. */
    static final double NO_RATE = -1;

    /** A longer pause at the sender ends a train, in microseconds: less than half the time from frame to frame. */
    private static final double LONGEST_PAUSE_US = 12_000;
    /** A packet sent earlier by more than rounding, in microseconds, has been overtaken. */
    private static final double REORDERED_US = 1;
    /** By how much later than the first a packet must come for the knee, in milliseconds: more than clocks round. */
    private static final double KNEE_MS = 1;
    private static final int PACKETS_AFTER_KNEE = 3;
    private static final int UNDISPERSED_PACKETS = 4;
    /** A train of at least two packets and no more than this is short. */
    private static final int SHORT_PACKETS = 3;
    /** A rate is measured over more, in microseconds. */
    private static final long SHORTEST_US = 2_000;
    /** Dispersed: this much slower out than in. */
    private static final double DISPERSED = 1.2;
    /** Undispersed: not so much slower. */
    private static final double UNDISPERSED = 1.15;
    /** Compressed: this much faster out than in. */
    private static final double COMPRESSED = 0.85;
    /** What a token bucket may let through as if there were no limit: usually about 4 kB. */
    private static final double BURST_BYTES = 5_000;
    /** Bits per second in a byte per microsecond. */
    private static final double BPS_PER_BYTE_PER_US = 8e6;

    private boolean open;
    private boolean spoiled;
    private int packets;
    private double bytes;
    private double firstSentUs;
    private long firstArrivalUs;
    private double firstQueueMs;
    private double lastQueueMs;
    private double lastSentUs;
    private long lastArrivalUs;
    private boolean hasKnee;
    private double kneeSentUs;
    private long kneeArrivalUs;
    private int packetsAfterKnee;
    private double bytesAfterKnee;

    /** Whether a packet does not belong to the train that is open. */
    boolean endsBefore(double sentUs) {
        return open && (sentUs - lastSentUs > LONGEST_PAUSE_US || sentUs < lastSentUs - REORDERED_US);
    }

    /** Takes a packet, the first of a train unless one is open. */
    void add(double sentUs, long arrivalUs, double queueMs, int size) {
        if (!open) {
            open = true;
            spoiled = false;
            packets = 1;
            bytes = 0;
            firstSentUs = sentUs;
            firstArrivalUs = arrivalUs;
            firstQueueMs = queueMs;
            hasKnee = false;
            packetsAfterKnee = 0;
            bytesAfterKnee = 0;
        } else {
            packets++;
            bytes += size;
            if (hasKnee) {
                packetsAfterKnee++;
                bytesAfterKnee += size;
            } else if (queueMs - firstQueueMs > KNEE_MS) {
                hasKnee = true;
                kneeSentUs = sentUs;
                kneeArrivalUs = arrivalUs;
            }
        }
        lastQueueMs = queueMs;
        lastSentUs = sentUs;
        lastArrivalUs = arrivalUs;
    }

    /** The train that is open, if one is, says nothing: the queue was about to be drained. */
    void spoil() {
        spoiled = true;
    }

    /** Ends the train; what it says stays until the next packet. */
    void close() {
        open = false;
    }

    /**
     * The rate at which a dispersed train came out of the bottleneck.
     *
     * @return bits per second, or {@link #NO_RATE} if it is not dispersed
     */
    double dispersedBps() {
        long arrivedUs = lastArrivalUs - kneeArrivalUs;
        if (spoiled || packetsAfterKnee < PACKETS_AFTER_KNEE || arrivedUs <= SHORTEST_US
                || arrivedUs <= DISPERSED * (lastSentUs - kneeSentUs)) {
            return NO_RATE;
        }
        return bytesAfterKnee * BPS_PER_BYTE_PER_US / arrivedUs;
    }

    /**
     * The rate at which a train was sent that came out as fast.
     *
     * @param evenIfShort whether a train that a token bucket may have let through counts
     * @return bits per second, or {@link #NO_RATE} if it came out slower, or that is not known
     */
    double undispersedBps(boolean evenIfShort) {
        double sentUs = lastSentUs - firstSentUs;
        if (spoiled || isDelayed() || packets < UNDISPERSED_PACKETS || !isUndispersed(sentUs)
                || !evenIfShort && bytes <= BURST_BYTES) {
            return NO_RATE;
        }
        return bytes * BPS_PER_BYTE_PER_US / sentUs;
    }

    /** Whether it took as long to come as to be sent. If it came faster something had held it up, and hides the link. */
    private boolean isUndispersed(double sentUs) {
        long arrivedUs = lastArrivalUs - firstArrivalUs;
        return sentUs > SHORTEST_US && arrivedUs < UNDISPERSED * sentUs && arrivedUs > COMPRESSED * sentUs;
    }

    /** Whether packets waited, and the last ones still did: else one was only late, and the others caught up. */
    private boolean isDelayed() {
        return packetsAfterKnee > 0 && lastQueueMs - firstQueueMs > KNEE_MS;
    }

    /**
     * The same as {@link #dispersedBps()} of a short train, from its first packet on.
     *
     * @return bits per second, or {@link #NO_RATE} if it is not dispersed, or not short
     */
    double shortDispersedBps() {
        long arrivedUs = lastArrivalUs - firstArrivalUs;
        return isShort() && arrivedUs > SHORTEST_US && arrivedUs > DISPERSED * (lastSentUs - firstSentUs)
                ? bytes * BPS_PER_BYTE_PER_US / arrivedUs
                : NO_RATE;
    }

    /**
     * The same as {@link #undispersedBps(boolean)} of a short train.
     *
     * @return bits per second, or {@link #NO_RATE} if it came out slower, or is not short
     */
    double shortUndispersedBps() {
        double sentUs = lastSentUs - firstSentUs;
        return isShort() && isUndispersed(sentUs)
                ? bytes * BPS_PER_BYTE_PER_US / sentUs
                : NO_RATE;
    }

    private boolean isShort() {
        return !spoiled && packets > 1 && packets <= SHORT_PACKETS;
    }
}
