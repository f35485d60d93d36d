package io.bwe.delay;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.EstimatorContract;

/** By abs-send-time: packets without it count from the thirtieth in a row on only. */
class AutoContractTest extends EstimatorContract {
    @Override
    protected EstimatorProvider provider() {
        return new AutoProvider();
    }

    @Override
    protected boolean packetsHaveSendTime() {
        return true;
    }
}
