package io.bwe.delay;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Creates the estimator {@value #NAME}: delay-based, with a line fitted to the delay. It joins what libwebrtc's sender
 * computes from transport-wide feedback, number for number, with the receive rate, probing and rate control of
 * libwebrtc's receiver. Arrivals count in microseconds, where {@code delay-kalman} rounds to milliseconds.
 *
 * <p>It has no options of its own. A packet without send time changes nothing. Beside what all delay-based estimators
 * here have in common, it keeps these weaknesses of its reference:
 * <ul>
 * <li>After a jump of the sender's clock backwards, or by 32 s or more, which looks the same, packets pass for reordered
 * and give no delay samples until the clock reaches its old value again or all streams pause for longer than the idle
 * time-out. The usage stays what it was for all that time.
 * <li>The line needs 20 groups of packets. Until then there is no over-use, whatever the queue does.
 * <li>A slope that suggests over-use without proving it leaves the statement of before, so under-use or over-use may
 * outlast its cause.
 * <li>Packets sent in the same tick of 4 us are one group whatever their arrival, and bursts merge for up to 100 ms.
 * </ul>
 */
public final class DelayTrendlineProvider implements EstimatorProvider {
    /** The name that selects this provider. */
    public static final String NAME = "delay-trendline";
    /** This project's weight for what is not its default. */
    private static final int WEIGHT = 50;

    /** For {@link java.util.ServiceLoader}. */
    public DelayTrendlineProvider() {
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
        return new DelayBasedEstimator(config, new TrendlineDelayDetector());
    }
}
