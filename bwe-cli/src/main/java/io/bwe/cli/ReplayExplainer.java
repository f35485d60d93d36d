package io.bwe.cli;

import io.bwe.api.EstimateExplainer;
import java.util.ArrayList;
import java.util.List;

/** Has explained what each estimator of a replay does. Used by one thread. */
final class ReplayExplainer implements ReplayObserver {
    private final ExplanationLog log;
    private final List<EstimateExplainer> explainers = new ArrayList<>();
    private boolean started;
    private long startNs;
    private long elapsedNs;

    ReplayExplainer(List<ReplayedEstimator> estimators, ExplanationLog log) {
        this.log = log;
        for (ReplayedEstimator estimator : estimators) {
            explainers.add(new EstimateExplainer(
                    explanation -> log.add(elapsedNs, estimator.name(), explanation)));
        }
    }

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
        if (!started) {
            started = true;
            startNs = packet.arrivalTimeNs();
        }
        elapsedNs = packet.arrivalTimeNs() - startNs;
        for (int i = 0; i < explainers.size(); i++) {
            EstimateExplainer explainer = explainers.get(i);
            estimators.get(i).use(estimator -> explainer.onPacket(packet, estimator, packet.nowNs()));
        }
    }

    @Override
    public void finish() {
        explainers.forEach(EstimateExplainer::end);
    }

    /** What was explained. */
    ExplanationLog log() {
        return log;
    }
}
