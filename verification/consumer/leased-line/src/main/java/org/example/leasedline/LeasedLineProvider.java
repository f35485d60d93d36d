package org.example.leasedline;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Provides {@code leased-line}, the default wherever its archive is: bwe's own estimator, which starts from the line's
 * rate and does not go beyond. The option {@code rate} is that rate in bits per second, 100,000 to 100,000,000,000;
 * default 2,500,000.
 */
public final class LeasedLineProvider implements EstimatorProvider {
    @Override
    public String name() {
        return "leased-line";
    }

    @Override
    public int weight() {
        return 200;
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        OptionReader options = new OptionReader(name(), config.options());
        long rateBps = options.readLong("rate", 2_500_000, 100_000, 100_000_000_000L);
        options.rejectUnknown();
        return Providers.estimators().get("delay-kalman")
                .create(config.toBuilder().startBps(rateBps).maxBps(rateBps).noOptions().build());
    }
}
