package io.bwe.testkit.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an estimator said, in bins of 100 ms, and the REMBs. */
final class EstimateLog {
    private final long[] estimatesBps;
    private final List<LabFlow.Remb> rembs = new ArrayList<>();

    EstimateLog(long durationNs) {
        estimatesBps = new long[Math.toIntExact(durationNs / FlowLog.BIN_NS) + 1];
        Arrays.fill(estimatesBps, -1);
    }

    void estimate(long nowNs, long bps) {
        estimatesBps[(int) Math.min(nowNs / FlowLog.BIN_NS, estimatesBps.length - 1)] = bps;
    }

    void remb(long nowNs, long bps) {
        rembs.add(new LabFlow.Remb(nowNs, bps));
    }

    /** The estimate at the end of a bin, in bits per second; -1 if nothing arrived so far. */
    long estimateBps(long timeNs) {
        return estimatesBps[(int) Math.min(timeNs / FlowLog.BIN_NS, estimatesBps.length - 1)];
    }

    List<LabFlow.Remb> rembs() {
        return List.copyOf(rembs);
    }
}
