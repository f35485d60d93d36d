package io.bwe.remb;

import io.bwe.api.EstimateExplainer;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;

/**
 * Looks at the estimator that drives the REMBs after each packet, for those who want to know what it does: the flight
 * recorder and the listeners to explanations. Changes nothing, not even the time; what fails here does not put the
 * estimator out of action.
 *
 * <p>Used by the transport task only.
 */
final class EstimatorWatch {
    private final String interceptor;
    private final Explanations explanations;
    private final TaskGuard guard;
    private EstimatorRecorder recorder;

    EstimatorWatch(String interceptor, String estimatorName, Explanations explanations, TaskGuard guard) {
        this.interceptor = interceptor;
        this.explanations = explanations;
        this.guard = guard;
        this.recorder = EstimatorRecorder.live(interceptor, estimatorName);
    }

    /** The estimator has taken a packet. */
    void afterPacket(PacketSlot packet, GuardedEstimator guarded, long nowNs) {
        Estimator estimator = guarded.readable();
        if (estimator == null) {
            return;
        }
        try {
            recorder.afterPacket(packet, estimator, nowNs);
            EstimateExplainer explainer = explanations.explainer();
            if (explainer != null) {
                explainer.onPacket(packet, estimator, nowNs);
            }
        } catch (OutOfMemoryError e) {
            failed(e);
        } catch (Throwable e) {
            guarded.threwWhenLookedAt(e);
        }
    }

    /** The estimator threw, or is out of action. */
    void afterFailure(GuardedEstimator guarded, long nowNs) {
        if (guarded.readable() == null) {
            try {
                recorder.outOfAction(nowNs);
            } catch (Throwable e) {
                failed(e);
            }
        }
    }

    /** Time has passed without a packet. */
    void onTime(GuardedEstimator guarded, long nowNs) {
        Estimator estimator = guarded.readable();
        EstimateExplainer explainer = explanations.explainer();
        if (estimator == null || explainer == null) {
            return;
        }
        try {
            explainer.onTime(estimator, nowNs);
        } catch (Throwable e) {
            failed(e);
        }
    }

    void onReset(long nowNs) {
        EstimateExplainer explainer = explanations.explainer();
        if (explainer == null) {
            return;
        }
        try {
            explainer.onReset(nowNs);
        } catch (Throwable e) {
            failed(e);
        }
    }

    /** What records another estimator, once that {@linkplain #tookOver has taken over}. */
    EstimatorRecorder recorderOf(String estimatorName) {
        return EstimatorRecorder.live(interceptor, estimatorName);
    }

    void tookOver(EstimatorRecorder next, String before, String estimatorName, EstimateView says, long nowNs) {
        recorder = next;
        EstimateExplainer explainer = explanations.explainer();
        if (explainer == null) {
            return;
        }
        try {
            explainer.onTakeOver(before, estimatorName, says.estimateBps(), nowNs);
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void failed(Throwable thrown) {
        guard.failed("what the estimator does could not be told", thrown);
    }
}
