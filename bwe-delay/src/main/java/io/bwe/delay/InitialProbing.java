package io.bwe.delay;

/**
 * Lets the probes at the start of a call raise the estimate: for ever while there is none, then for the first 2 s.
 *
 * <p>Follows the probing of libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128.
 */
final class InitialProbing {
    /** Packets up to this size may have been sent unpaced, so they prove nothing (libwebrtc: kMinProbePacketSize). */
    private static final int MAX_UNPACED_SIZE = 200;
    /** How long probes may raise an estimate that exists (libwebrtc: kInitialProbingInterval). */
    private static final long INTERVAL_US = 2_000_000;
    /** Milliseconds first, because so does the reference. */
    private static final double MS_PER_TICK = 1000.0 / AbsSendTime.TICKS_PER_SECOND;
    private static final double US_PER_MS = 1000.0;

    private final ProbeClusters clusters = new ProbeClusters();
    private final AimdRateControl rateControl;
    private boolean started;
    private long startUs;

    /**
     * Creates one that has seen no packet.
     *
     * @param rateControl whose estimate is raised
     */
    InitialProbing(AimdRateControl rateControl) {
        this.rateControl = rateControl;
    }

    /** The first packet of all has come, or a later one. */
    void onPacket(long nowUs) {
        if (!started) {
            started = true;
            startUs = nowUs;
        }
    }

    /**
     * Takes a packet, which may complete a probe that sets the estimate.
     *
     * @param absSendTime its send time, 24 bits; not unwrapped, as in the reference
     * @param arrivalTimeUs its arrival
     * @param nowUs the system clock
     * @param size its size in bytes
     * @return the rate of the probe in bits per second, before the limits; {@link ProbeClusters#NO_PROBE} if the
     *         estimate stays
     */
    long probe(int absSendTime, long arrivalTimeUs, long nowUs, int size) {
        if (size <= MAX_UNPACED_SIZE || rateControl.isValid() && nowUs - startUs >= INTERVAL_US) {
            return ProbeClusters.NO_PROBE;
        }
        long sendTimeUs = (long) (absSendTime * MS_PER_TICK * US_PER_MS);
        long bestBps = clusters.add(sendTimeUs, arrivalTimeUs, size);
        if (bestBps != ProbeClusters.NO_PROBE
                && (!rateControl.isValid() || rateControl.clamp(bestBps) > rateControl.valueBps())) {
            rateControl.setEstimate(bestBps, nowUs);
            return bestBps;
        }
        clusters.clearIfServed();
        return ProbeClusters.NO_PROBE;
    }

    /** Forgets all packets. */
    void reset() {
        clusters.clear();
        started = false;
    }
}
