package org.example.steady;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;

class SteadyContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new SteadyProvider();
    }
}
