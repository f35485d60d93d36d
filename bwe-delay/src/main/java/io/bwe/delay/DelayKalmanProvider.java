package io.bwe.delay;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Creates the estimator {@value #NAME}: delay-based, with a Kalman filter, number for number what libwebrtc's receiver
 * computes from abs-send-time. It is the default.
 *
 * <p>It has no options of its own. A packet without send time changes nothing. Beside what all delay-based estimators
 * here have in common, it keeps these weaknesses of its reference:
 * <ul>
 * <li>After a jump of the sender's clock, backwards or by 32 s or more, packets pass for reordered and give no delay
 * samples until the clock reaches its old value again or all streams pause for longer than the idle time-out. The usage
 * stays what it was for all that time.
 * <li>When all streams have paused, the delay filter starts anew, but the detector's threshold and statement stay.
 * <li>A filtered delay that suggests over-use without proving it leaves the statement of before, so under-use or
 * over-use may outlast its cause.
 * <li>Packets sent in the same millisecond are one group whatever their arrival, and bursts merge for up to 100 ms: at
 * high rates there are few and large groups, and over-use is seen late.
 * </ul>
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
