package io.bwe.testkit.lab;

/**
 * How a pacer spreads packets.
 *
 * @param factor how much faster than its target it sends; 0 for at once
 * @param burstNs packets leave at once as long as what they take at that rate is shorter, and then none until it is over
 * @param evenly spreads the packets of each frame over the time to the next, and has no factor
 */
record Pacing(double factor, long burstNs, boolean evenly) {
    private static final double NS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;
    /** libwebrtc's pacer sends faster where its queue would take longer than this. */
    private static final double LONGEST_QUEUE_S = 2;

    static Pacing atFactor(double factor) {
        return new Pacing(factor, 0, false);
    }

    static Pacing inBursts(double factor, long burstNs) {
        return new Pacing(factor, burstNs, false);
    }

    static Pacing spreadEvenly() {
        return new Pacing(0, 0, true);
    }

    /**
     * The time that a packet takes.
     *
     * @param bytes its payload
     * @param targetBps the target rate
     * @param queuedBytes what waits in the pacer, with this packet
     * @param evenNs the time from a packet of its frame to the next, if spread evenly
     */
    long gapNs(int bytes, long targetBps, long queuedBytes, long evenNs) {
        if (evenly) {
            return evenNs;
        }
        double rateBps = Math.max(targetBps * factor, queuedBytes * BITS_PER_BYTE / LONGEST_QUEUE_S);
        return factor == 0 ? 0 : Math.round((double) bytes * BITS_PER_BYTE / rateBps * NS_PER_SECOND);
    }
}
