package io.bwe.testkit.lab;

import java.util.List;

/** What became of a flow. Immutable; any thread may use it. Times are nanoseconds since the start. */
public final class LabFlow {
    /**
     * A REMB that was sent.
     *
     * @param timeNs when
     * @param bps what it said, in bits per second
     */
    public record Remb(long timeNs, long bps) {
    }

    private final FlowSpec spec;
    private final FlowLog log;
    private final EstimateLog estimates;

    LabFlow(FlowSpec spec, FlowLog log, EstimateLog estimates) {
        this.spec = spec;
        this.log = log;
        this.estimates = estimates;
    }

    /**
     * The flow as the scenario has it.
     *
     * @return what was asked for
     */
    public FlowSpec spec() {
        return spec;
    }

    /**
     * What was sent.
     *
     * @param fromNs the start of the span; cut to tenths of a second
     * @param toNs its end, later
     * @return bits per second on the wire
     */
    public double sentBps(long fromNs, long toNs) {
        return log.sentBps(fromNs, toNs);
    }

    /**
     * What arrived.
     *
     * @param fromNs the start of the span; cut to tenths of a second
     * @param toNs its end, later
     * @return bits per second on the wire
     */
    public double receivedBps(long fromNs, long toNs) {
        return log.receivedBps(fromNs, toNs);
    }

    /**
     * The longest wait in the queue among the packets that arrived within a tenth of a second.
     *
     * @param timeNs some time within it
     * @return milliseconds, 0 if none arrived
     */
    public double longestWaitMs(long timeNs) {
        return log.longestWaitMs(timeNs);
    }

    /**
     * The estimate.
     *
     * @param timeNs when; cut to tenths of a second
     * @return bits per second; 0 if there was none, -1 if no packet had come
     */
    public long estimateBps(long timeNs) {
        return estimates.estimateBps(timeNs);
    }

    /**
     * The REMBs that were sent, also those that were lost.
     *
     * @return an unmodifiable list, in order
     */
    public List<Remb> rembs() {
        return estimates.rembs();
    }

    FlowLog log() {
        return log;
    }
}
