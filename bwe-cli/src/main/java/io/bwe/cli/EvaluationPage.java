package io.bwe.cli;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.picture.PicturePage;
import io.bwe.picture.Recording;
import io.bwe.picture.Track;
import io.bwe.testkit.lab.Lab;
import io.bwe.testkit.lab.LabFlow;
import io.bwe.testkit.lab.LabResult;
import io.bwe.testkit.lab.MediaFlow;
import io.bwe.testkit.lab.Scenario;
import io.bwe.testkit.lab.SenderKind;
import java.io.IOException;
import java.util.List;

/**
 * A scenario as a page, from a run with one seed: what the link carries, and of each estimator and flow the
 * estimate, the REMBs and what arrived. The queue is that of the first estimator. No state.
 */
final class EvaluationPage {
    private static final long STEP_NS = 100_000_000;
    private static final long AVERAGE_NS = 500_000_000;

    private EvaluationPage() {
    }

    static void write(Scenario scenario, List<EstimatorProvider> estimators, SenderKind sender, long seed,
            OutputFile file)
            throws BadInputException {
        Recording recording = new Recording(scenario.name());
        recording.fact("scenario", scenario.description());
        recording.fact("seed", Long.toString(seed));
        int tracks = 0;
        for (EstimatorProvider estimator : estimators) {
            LabResult result = Lab.run(scenario, estimator, sender, seed);
            if (tracks == 0) {
                addLink(recording, result);
            }
            for (LabFlow flow : result.flows()) {
                if (flow.spec() instanceof MediaFlow && tracks + 2 <= Recording.MAX_TRACKS) {
                    tracks += 2;
                    String name = estimator.name() + " " + flow.spec().name();
                    add(flow, recording.track(name), recording.track(name + " received"), durationNs(scenario));
                }
            }
        }
        try {
            PicturePage.write(recording, file.path());
        } catch (IOException e) {
            throw file.cannotWrite(e);
        }
    }

    private static long durationNs(Scenario scenario) {
        return scenario.duration().toNanos();
    }

    private static void addLink(Recording recording, LabResult result) {
        for (long timeNs = 0; timeNs < durationNs(result.scenario()); timeNs += STEP_NS) {
            recording.capacity(timeNs, result.capacity().capacityBps(timeNs));
            double waitMs = 0;
            for (LabFlow flow : result.flows()) {
                waitMs = Math.max(waitMs, flow.spec().backward() ? 0 : flow.longestWaitMs(timeNs));
            }
            recording.queueDelay(timeNs, waitMs);
        }
    }

    private static void add(LabFlow flow, Track estimate, Track received, long durationNs) {
        for (long timeNs = 0; timeNs < durationNs; timeNs += STEP_NS) {
            long bps = flow.estimateBps(timeNs);
            estimate.estimate(timeNs, bps > 0 ? bps : -1);
            long sinceNs = Math.max(0, timeNs - AVERAGE_NS);
            received.estimate(timeNs, timeNs == 0 ? 0 : Math.round(flow.receivedBps(sinceNs, timeNs)));
        }
        flow.rembs().forEach(remb -> estimate.remb(remb.timeNs(), remb.bps()));
    }
}
