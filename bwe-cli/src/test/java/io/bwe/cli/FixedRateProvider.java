package io.bwe.cli;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

// begin
public final class FixedRateProvider implements EstimatorProvider {
    @Override
    public String name() {
        return "fixed-rate";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        new OptionReader(name(), config.options()).rejectUnknown();
        return new FixedRateEstimator(config.startBps().orElse(1_000_000));
    }
}
// end
