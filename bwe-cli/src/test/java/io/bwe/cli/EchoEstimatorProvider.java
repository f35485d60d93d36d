package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;

/** Provides {@link EchoEstimator} under the name {@code echo}. */
public final class EchoEstimatorProvider implements EstimatorProvider {
    /** For the service loader. */
    public EchoEstimatorProvider() {
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return new EchoEstimator();
    }
}
