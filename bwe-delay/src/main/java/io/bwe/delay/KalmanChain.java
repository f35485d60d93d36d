package io.bwe.delay;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;

/**
 * From timestamps to a statement, by way of a Kalman filter: packets are grouped ({@link InterArrival}), the filter
 * follows the one-way delay from group to group ({@link OveruseEstimator}), and its offset is held against an adaptive
 * threshold ({@link OveruseDetector}).
 *
 * <p>Follows the delay part of libwebrtc's RemoteBitrateEstimatorAbsSendTime, M128; its
 * RemoteBitrateEstimatorSingleStream has the same chain for each stream.
 */
final class KalmanChain {
    private final InterArrival interArrival;
    private final OveruseEstimator filter = new OveruseEstimator();
    private final OveruseDetector detector = new OveruseDetector();

    /**
     * Creates a chain without packets.
     *
     * @param ticksPerSecond the clock of the timestamps, 1 or more
     */
    KalmanChain(int ticksPerSecond) {
        interArrival = new InterArrival(ticksPerSecond);
    }

    /**
     * Takes the next packet.
     *
     * @param timestamp its send time in ticks, unsigned
     * @param arrivalTimeUs when it arrived, in microseconds
     * @param nowUs the system clock, in microseconds
     * @param payloadSize its payload and padding in bytes
     * @return true if it gave a new delay sample
     */
    boolean onPacket(int timestamp, long arrivalTimeUs, long nowUs, int payloadSize) {
        long arrivalTimeMs = Units.usToMs(arrivalTimeUs);
        if (!interArrival.computeDeltas(timestamp, arrivalTimeMs, Units.usToMs(nowUs), payloadSize)) {
            return false;
        }
        double sendDeltaMs = interArrival.sendDeltaMs();
        filter.update(interArrival.arrivalDeltaMs(), sendDeltaMs, interArrival.sizeDelta(), detector.usage());
        detector.detect(filter.offset(), sendDeltaMs, filter.numDeltas(), arrivalTimeMs);
        return true;
    }

    /** What the detector says. */
    BandwidthUsage usage() {
        return detector.usage();
    }

    /** Forgets all groups and what the filter learned. The detector keeps its threshold and its statement. */
    void forgetDelays() {
        interArrival.reset();
        filter.reset();
    }

    /** Becomes as newly created. */
    void reset() {
        forgetDelays();
        detector.reset();
    }

    /** The clock of the timestamps. */
    int ticksPerSecond() {
        return interArrival.ticksPerSecond();
    }

    /** Send time between the last two groups, in ticks. */
    long sendDeltaTicks() {
        return interArrival.sendDeltaTicks();
    }

    /**
     * Writes what the last packet did.
     *
     * @param sink takes the values
     * @param sampled whether the last packet gave a delay sample; if not, every value is absent
     */
    void describe(DiagnosticSink sink, boolean sampled) {
        if (sampled) {
            sink.value("send_delta_ms", interArrival.sendDeltaMs());
        } else {
            sink.absent("send_delta_ms");
        }
        describeFilter(sink, sampled);
    }

    /** The same but for the send time, which a detector may want to give in its own unit. */
    void describeFilter(DiagnosticSink sink, boolean sampled) {
        if (sampled) {
            sink.value("arrival_delta_ms", interArrival.arrivalDeltaMs());
            sink.value("size_delta", interArrival.sizeDelta());
            sink.value("slope", filter.slope());
            sink.value("offset", filter.offset());
            sink.value("avg_noise", filter.avgNoise());
            sink.value("var_noise", filter.varNoise());
            sink.value("num_deltas", filter.numDeltas());
            sink.value("threshold", detector.threshold());
        } else {
            sink.absent("arrival_delta_ms");
            sink.absent("size_delta");
            sink.absent("slope");
            sink.absent("offset");
            sink.absent("avg_noise");
            sink.absent("var_noise");
            sink.absent("num_deltas");
            sink.absent("threshold");
        }
    }
}
