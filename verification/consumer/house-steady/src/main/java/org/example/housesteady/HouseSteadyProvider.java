package org.example.housesteady;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Provides what one house calls {@code steady}, not knowing that others have a {@code steady}, too: bwe's own
 * estimator, which starts from 600 kb/s and does not go beyond.
 */
public final class HouseSteadyProvider implements EstimatorProvider {
    private static final long HOUSE_BPS = 600_000;

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return Providers.estimators().get("delay-kalman")
                .create(config.toBuilder().startBps(HOUSE_BPS).maxBps(HOUSE_BPS).build());
    }
}
