package org.example.unlicensed;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;

/** Would provide {@code unlicensed}, but does more in its constructor than it should, and fails there. */
public final class UnlicensedProvider implements EstimatorProvider {
    private static final String LICENCE = "org.example.licence";

    /** Creates the provider; {@link java.util.ServiceLoader} needs this constructor. */
    public UnlicensedProvider() {
        if (System.getProperty(LICENCE) == null) {
            throw new IllegalStateException("no licence in the property " + LICENCE);
        }
    }

    @Override
    public String name() {
        return "unlicensed";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        return Providers.estimators().get("delay-kalman").create(config);
    }
}
