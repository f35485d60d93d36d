package io.bwe.delay;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;

class DelayRtpContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new DelayRtpProvider();
    }
}
