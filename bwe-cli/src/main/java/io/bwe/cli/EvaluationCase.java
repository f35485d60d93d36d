package io.bwe.cli;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.lab.LabMetrics;
import io.bwe.testkit.lab.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * An estimator in a scenario, with several seeds. Immutable.
 *
 * @param scenario what was run
 * @param estimator with which estimator
 * @param runs what came of it, a run for each seed
 */
record EvaluationCase(Scenario scenario, EstimatorProvider estimator, List<LabMetrics> runs) {
    /**
     * A figure over the seeds.
     *
     * @param median the middle one
     * @param lowest the lowest
     * @param highest the highest
     */
    record Spread(double median, double lowest, double highest) {
    }

    /** A figure over the seeds to which it applies; empty if to none. */
    Optional<Spread> spread(EvaluatedMetric metric) {
        double[] values = runs.stream().mapToDouble(metric::of).filter(Double::isFinite).sorted().toArray();
        if (values.length == 0) {
            return Optional.empty();
        }
        int middle = values.length / 2;
        double median = values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return Optional.of(new Spread(median, values[0], values[values.length - 1]));
    }
}
