package io.bwe.verification.contracts;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;

/** The contract asks for nothing that only this project's own estimators do. */
class QueueTargetContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new QueueTargetProvider();
    }

    private static final class QueueTargetProvider implements EstimatorProvider {
        @Override
        public String name() {
            return "queue-target";
        }

        @Override
        public Estimator create(EstimatorConfig config) {
            new OptionReader(name(), config.options()).rejectUnknown();
            return new QueueTargetEstimator(config);
        }
    }
}
