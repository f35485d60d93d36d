package io.bwe.cli;

import io.bwe.api.EstimateExplainer;
import java.util.ArrayList;
import java.util.List;

/** Has explained what each estimator of a replay does. Used by one thread. */
final class ReplayExplainer implements ReplayObserver {
    private final ExplanationLog log;
    private final List<EstimateExplainer> explainers = new ArrayList<>();

    ReplayExplainer(List<ReplayedEstimator> estimators, ExplanationLog log) {
        this.log = log;
        for (ReplayedEstimator estimator : estimators) {
            explainers.add(new EstimateExplainer(
                    explanation -> log.add(explanation.elapsedNs(), estimator.name(), explanation)));
        }
    }

    @Override
    public void afterPacket(ReplayPacket packet, List<ReplayedEstimator> estimators) {
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
