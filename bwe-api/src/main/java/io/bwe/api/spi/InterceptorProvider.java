package io.bwe.api.spi;

import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;

/**
 * Creates interceptors of one kind. Found by {@link java.util.ServiceLoader}; see {@link Provider} for what it must be.
 */
public interface InterceptorProvider extends Provider {
    /**
     * Creates an interceptor for one transport (one peer connection). Whatever has to be looked up is looked up here,
     * on the caller's thread.
     *
     * @param config the estimator to use, the clock and the options
     * @return a new interceptor, owned by the caller, who must close it
     * @throws IllegalArgumentException if an option is unknown or has a value out of its range; the message names the
     *         option and the range
     * @throws io.bwe.api.ProviderException if the configuration names an estimator that is not there
     */
    Interceptor create(InterceptorConfig config);
}
