package io.bwe.remb;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider that is found by its name, and remembers what its estimators were created from. */
public final class LookedUpProvider implements EstimatorProvider {
    static final String NAME = "looked-up";
    static final List<EstimatorConfig> CONFIGS = new CopyOnWriteArrayList<>();

    /** Creates the provider. */
    public LookedUpProvider() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        CONFIGS.add(config);
        return new RecordingEstimator();
    }
}
