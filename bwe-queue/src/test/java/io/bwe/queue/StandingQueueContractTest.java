package io.bwe.queue;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;

class StandingQueueContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new StandingQueueProvider();
    }
}
