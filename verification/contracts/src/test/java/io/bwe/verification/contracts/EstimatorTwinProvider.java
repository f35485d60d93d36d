package io.bwe.verification.contracts;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import java.util.function.BiFunction;

/** Provides twins of the estimators of a real provider. */
class EstimatorTwinProvider implements EstimatorProvider {
    private final EstimatorProvider real = Providers.estimators().get("delay-kalman");
    private final BiFunction<Estimator, EstimatorConfig, Estimator> twin;

    EstimatorTwinProvider(BiFunction<Estimator, EstimatorConfig, Estimator> twin) {
        this.twin = twin;
    }

    @Override
    public String name() {
        return real.name() + "-twin";
    }

    @Override
    public boolean worksWithoutSendTime() {
        return real.worksWithoutSendTime();
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return twin.apply(real.create(config), config);
    }
}
