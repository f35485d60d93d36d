package io.bwe.remb;

import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.spi.InterceptorProvider;

/**
 * Provides the interceptor named {@value #NAME}, the default. {@link RembOptions} lists its options.
 */
public final class RembInterceptorProvider implements InterceptorProvider {
    /** The provider's name. */
    public static final String NAME = "remb";

    /** Creates the provider; {@link java.util.ServiceLoader} needs this constructor. */
    public RembInterceptorProvider() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int weight() {
        return 100;
    }

    @Override
    public Interceptor create(InterceptorConfig config) {
        return new RembInterceptor(config);
    }
}
