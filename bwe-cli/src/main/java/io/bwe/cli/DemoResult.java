package io.bwe.cli;

import java.util.List;
import java.util.Optional;

/**
 * What came out of a run of the demo.
 *
 * @param estimator the estimator that it began with
 * @param schedule how long it was to last, and what the link carried
 * @param measured what was measured
 * @param shadows the estimators beside the running one
 * @param swap the swap, if there was to be one
 * @param elapsedNs how long it lasted
 * @param rembsSent how many REMBs the interceptor says it handed to the writer
 * @param failures a line for everything that went wrong
 */
record DemoResult(String estimator, DemoSchedule schedule, DemoMeasurements measured, List<DemoShadow> shadows,
        Optional<DemoSwap> swap, long elapsedNs, long rembsSent, List<String> failures) {
    /**
     * What came of a step down.
     *
     * @param step when, and to what
     * @param queueDelayNs the longest wait in the queue up to the next step
     * @param drainedNs how long after the step the wait was last at {@link DemoChecks#DRAINED_NS} or above; 0 if never
     */
    record StepDown(DemoSchedule.Step step, long queueDelayNs, long drainedNs) {
    }

    /** How much of what the link could have carried it did carry. */
    double utilisationPercent() {
        return 100 * measured.carriedBits() / Math.max(1, schedule.capacityBits(elapsedNs));
    }

    /** How many of the packets offered found the queue full. */
    double lossPercent() {
        return 100.0 * measured.droppedPackets() / Math.max(1, measured.offeredPackets());
    }

    /** The steps down that came to pass. */
    List<StepDown> stepsDown() {
        return schedule.steps().stream().filter(step -> step.isDown() && step.fromNs() < elapsedNs).map(this::outcome)
                .toList();
    }

    private StepDown outcome(DemoSchedule.Step step) {
        long endNs = Math.min(schedule.endNs(step), elapsedNs);
        return new StepDown(step, measured.queueDelayNs(step.fromNs(), endNs),
                measured.lastDelayAtLeast(DemoChecks.DRAINED_NS, step.fromNs(), endNs) - step.fromNs());
    }

    /** The longest time without a REMB since the first estimate. */
    RembGap longestRembGap() {
        return RembGap.longest(measured.rembs(), measured.hasEstimate() ? measured.firstEstimateNs() : 0, elapsedNs);
    }
}
