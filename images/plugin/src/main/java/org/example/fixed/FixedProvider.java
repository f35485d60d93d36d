package org.example.fixed;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;

/** Provides {@code fixed}: bwe's own estimator held at 640 kb/s, from the first packet on. */
public final class FixedProvider implements EstimatorProvider {
    private static final long BPS = 640_000;

    /** Called by the look-up. */
    public FixedProvider() {
        // Only creates.
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        new OptionReader(name(), config.options()).rejectUnknown();
        return Providers.estimators().get("delay-kalman")
                .create(config.toBuilder().minBps(BPS).startBps(BPS).maxBps(BPS).noOptions().build());
    }
}
