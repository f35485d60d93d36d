package io.bwe.cli;

import io.bwe.testkit.lab.LabMetrics;
import java.util.function.ToDoubleFunction;

/** A column of the evaluation. */
enum EvaluatedMetric {
    UTILISATION("use %", "utilisationPercent", metrics -> metrics.utilisation() * 100), //
    QUEUE("queue ms", "meanQueueMs", LabMetrics::meanQueueMs), //
    QUEUE_P95("p95 ms", "p95QueueMs", LabMetrics::p95QueueMs), //
    LOSS("loss %", "lossPercent", metrics -> metrics.loss() * 100), //
    CONVERGENCE("converged s", "convergenceSeconds", LabMetrics::convergenceS), //
    RECOVERY("recovered s", "recoverySeconds", LabMetrics::recoveryS), //
    RISE_USE("10 s %", "riseUsePercent", metrics -> metrics.riseUse() * 100), //
    DIP("below s", "longestDipSeconds", LabMetrics::longestDipS), //
    OVERSHOOT("beyond %", "overshootPercent", metrics -> metrics.overshoot() * 100), //
    FAIRNESS("fairness", "fairness", LabMetrics::fairness), //
    REMBS("REMB/s", "rembsPerSecond", LabMetrics::rembsPerSecond), //
    SHARE("share %", "sharePercent", metrics -> metrics.share() * 100);

    private final String heading;
    private final String jsonName;
    private final ToDoubleFunction<LabMetrics> value;

    EvaluatedMetric(String heading, String jsonName, ToDoubleFunction<LabMetrics> value) {
        this.heading = heading;
        this.jsonName = jsonName;
        this.value = value;
    }

    String heading() {
        return heading;
    }

    String jsonName() {
        return jsonName;
    }

    double of(LabMetrics metrics) {
        return value.applyAsDouble(metrics);
    }
}
