package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;

/** Provides {@link EchoEstimator} under the name {@code echo-unstamped}, as one that needs no send times. */
public final class UnstampedEchoProvider implements EstimatorProvider {
    /** For the service loader. */
    public UnstampedEchoProvider() {
    }

    @Override
    public String name() {
        return "echo-unstamped";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return new EchoEstimator();
    }

    @Override
    public boolean worksWithoutSendTime() {
        return true;
    }
}
