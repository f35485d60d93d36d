package io.bwe.delay;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Creates the estimator {@value #NAME}: {@code delay-kalman} as long as packets carry abs-send-time, {@code delay-rtp}
 * when 30 packets in a row had none, and back with the next one that has. The estimate outlives the change.
 *
 * <p>It has no options of its own. While it goes by abs-send-time it computes what {@code delay-kalman} computes, number
 * for number, and packets without it change nothing; while it goes by RTP timestamps it takes every packet. A transport
 * that mixes streams with and without abs-send-time, and has long runs of the latter, is better served by one of the two
 * alone.
 */
public final class AutoProvider implements EstimatorProvider {
    /** The name that selects this provider. */
    public static final String NAME = "auto";
    /** This project's weight for what is not its default. */
    private static final int WEIGHT = 50;

    /** For {@link java.util.ServiceLoader}. */
    public AutoProvider() {
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
    public boolean worksWithoutSendTime() {
        return true;
    }

    @Override
    public Estimator create(EstimatorConfig config) {
        new OptionReader(NAME, config.options()).rejectUnknown();
        return new DelayBasedEstimator(config, new AutoDelayDetector());
    }
}
