package io.bwe.verification.contracts;

import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.api.spi.InterceptorProvider;
import java.util.function.UnaryOperator;

/** Provides twins of the interceptors of a real provider. */
class InterceptorTwinProvider implements InterceptorProvider {
    final InterceptorProvider real = Providers.interceptors().get("remb");
    private final UnaryOperator<Interceptor> twin;

    InterceptorTwinProvider(UnaryOperator<Interceptor> twin) {
        this.twin = twin;
    }

    @Override
    public String name() {
        return real.name() + "-twin";
    }

    @Override
    public Interceptor create(InterceptorConfig config) {
        return twin.apply(real.create(config));
    }

    /** The same configuration with another estimator. */
    static InterceptorConfig.Builder with(InterceptorConfig config, EstimatorProvider estimator) {
        return InterceptorConfig.builder().estimator(estimator).estimatorConfig(config.estimatorConfig())
                .clock(config.clock());
    }
}
