package io.bwe.cli;

import io.bwe.api.PacketView;

/**
 * Finds the clock rate of a stream without its session description: how fast its RTP timestamps advance as its packets
 * arrive. Used by one thread.
 *
 * <p>A few packets, spread over the stream's whole life, are compared each with each. A pair that is at least half a
 * second apart and whose advance is near one of the rates in use votes for that rate, with the time between the two as
 * its weight, since queueing delay matters the less the longer that is. Pairs that fit no rate (a timestamp that is off,
 * a jump of all timestamps) vote for none.
 */
final class ClockRateFinder {
    /** The rates of the usual payload formats for audio (RFC 3551 and those of Opus, AAC) and of all for video. */
    private static final int[] RATES = {8_000, 16_000, 24_000, 32_000, 44_100, 48_000, 90_000};
    /** How far from a rate an advance may be, as a share of the rate. 44,100 and 48,000 are told apart as the nearer. */
    private static final double TOLERANCE = 0.1;
    private static final int MAX_SAMPLES = 32;
    private static final long SHORTEST_SPACING_NS = 100_000_000;
    private static final long SHORTEST_SPAN_NS = 500_000_000;
    /** With fewer votes for a rate there is too little evidence. */
    private static final int MIN_VOTES = 4;

    private final long[] arrivalNs = new long[MAX_SAMPLES];
    private final long[] timestamps = new long[MAX_SAMPLES];
    private int samples;
    private long spacingNs = SHORTEST_SPACING_NS;
    private boolean started;
    private long unwrapped;

    /**
     * Takes a packet.
     *
     * @param arrivalNs when it arrived, in nanoseconds
     * @param rtpTimestamp its RTP timestamp, 0 to 2^32 - 1
     */
    void onPacket(long arrivalNs, long rtpTimestamp) {
        // The difference in 32 bits is right across a wrap and for packets out of order.
        unwrapped += started ? (int) (rtpTimestamp - unwrapped) : rtpTimestamp;
        started = true;
        if (samples > 0 && arrivalNs - this.arrivalNs[samples - 1] < spacingNs) {
            return;
        }
        if (samples == MAX_SAMPLES) {
            thinOut();
        }
        this.arrivalNs[samples] = arrivalNs;
        timestamps[samples] = unwrapped;
        samples++;
    }

    private void thinOut() {
        samples /= 2;
        spacingNs *= 2;
        for (int i = 0; i < samples; i++) {
            arrivalNs[i] = arrivalNs[2 * i];
            timestamps[i] = timestamps[2 * i];
        }
    }

    /** The clock rate, in RTP timestamp units per second; {@link PacketView#UNKNOWN_CLOCK_RATE} if it is not clear. */
    int clockRate() {
        int[] votes = new int[RATES.length];
        double[] weights = new double[RATES.length];
        for (int from = 0; from < samples; from++) {
            for (int to = from + 1; to < samples; to++) {
                long spanNs = arrivalNs[to] - arrivalNs[from];
                if (spanNs >= SHORTEST_SPAN_NS) {
                    double advance = (timestamps[to] - timestamps[from]) * 1e9 / spanNs;
                    int rate = nearest(advance);
                    if (Math.abs(advance - RATES[rate]) <= TOLERANCE * RATES[rate]) {
                        votes[rate]++;
                        weights[rate] += spanNs;
                    }
                }
            }
        }
        int best = 0;
        for (int rate = 1; rate < RATES.length; rate++) {
            best = weights[rate] > weights[best] ? rate : best;
        }
        return votes[best] >= MIN_VOTES ? RATES[best] : PacketView.UNKNOWN_CLOCK_RATE;
    }

    /** The index of the nearest rate in proportion. */
    private static int nearest(double advance) {
        int nearest = 0;
        while (nearest + 1 < RATES.length && advance * advance > (double) RATES[nearest] * RATES[nearest + 1]) {
            nearest++;
        }
        return nearest;
    }
}
