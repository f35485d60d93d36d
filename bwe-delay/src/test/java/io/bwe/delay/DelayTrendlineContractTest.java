package io.bwe.delay;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;

class DelayTrendlineContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new DelayTrendlineProvider();
    }
}
