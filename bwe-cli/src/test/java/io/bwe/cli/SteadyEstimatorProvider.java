package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;

/** Provides, under the name {@code steady}, an estimator that says {@link #BPS} from the first packet on. */
public final class SteadyEstimatorProvider implements EstimatorProvider {
    /** Below every capacity of the demo. */
    static final long BPS = 700_000;

    /** For the service loader. */
    public SteadyEstimatorProvider() {
    }

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return new FixedRateEstimator(BPS);
    }
}
