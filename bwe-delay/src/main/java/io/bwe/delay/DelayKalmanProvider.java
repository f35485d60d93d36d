package io.bwe.delay;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Creates the estimator {@value #NAME}: delay-based, with a Kalman filter, number for number what libwebrtc's receiver
 * computes from abs-send-time. It is the default.
 *
 * <p>It has no options of its own. A packet without send time changes nothing.
 */
public final class DelayKalmanProvider implements EstimatorProvider {
    /** The name that selects this provider. */
    public static final String NAME = "delay-kalman";
    /** This project's weight for its default. */
    private static final int WEIGHT = 100;

    /** For {@link java.util.ServiceLoader}. */
    public DelayKalmanProvider() {
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int weight() {
        return WEIGHT;
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        new OptionReader(NAME, config.options()).rejectUnknown();
        return new DelayBasedEstimator(config, new KalmanDelayDetector());
    }
}
