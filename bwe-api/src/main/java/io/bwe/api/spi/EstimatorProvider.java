package io.bwe.api.spi;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;

/**
 * Creates estimators of one kind. Found by {@link java.util.ServiceLoader}; see {@link Provider} for what it must be.
 */
public interface EstimatorProvider extends Provider {
    /**
     * Creates an estimator for one transport.
     *
     * @param config the limits and the options
     * @return a new estimator, used by one thread at a time from then on
     * @throws IllegalArgumentException if an option is unknown or has a value out of its range; the message names the
     *         option and the range
     */
    Estimator create(EstimatorConfig config);

    /**
     * Whether its estimators make something of packets without send time. Interceptors leave out streams on which no
     * send-time extension was negotiated, unless the estimator they are created with says so or an option of theirs
     * does. What shadows say does not count: they must not change what the running estimator is given.
     *
     * @return true if packets without send time are estimated too; default false
     */
    default boolean worksWithoutSendTime() {
        return false;
    }
}
