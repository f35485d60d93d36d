package io.bwe.remb;

import io.bwe.api.spi.InterceptorProvider;
import io.bwe.testkit.InterceptorContract;
import java.util.Map;

class RembContractTest extends InterceptorContract {
    @Override
    protected InterceptorProvider provider() {
        return new RembInterceptorProvider();
    }

    @Override
    protected Map<String, String> impatientOptions() {
        return Map.of(RembOptions.CLOSE_GRACE, "100ms", RembOptions.INTERVAL, "100ms");
    }
}
