package org.example.steady;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/** Provides {@code steady}, which somebody has to ask for: it has no weight. It has no options. */
public final class SteadyProvider implements EstimatorProvider {
    @Override
    public String name() {
        return "steady";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        new OptionReader(name(), config.options()).rejectUnknown();
        return new SteadyEstimator(config);
    }

    @Override
    public boolean worksWithoutSendTime() {
        return true;
    }
}
