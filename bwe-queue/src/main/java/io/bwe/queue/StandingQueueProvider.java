package io.bwe.queue;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Creates the estimator {@value #NAME}: it goes by the queue that never empties and by the rate at which packets sent back
 * to back come out of the bottleneck. It needs abs-send-time; no round-trip time, loss or sequence number.
 *
 * <p>It has no options of its own. A packet without send time changes nothing. What is to be known:
 * <ul>
 * <li>A sender that spaces its packets evenly gives no trains, nor does a shaper at low rates; the estimate then goes by
 * the queue alone, which it makes itself every few seconds to find out.
 * <li>It uses more of the link than {@code delay-kalman}, and where the capacity goes up and down within seconds, or a
 * medium is shared, that costs longer queues.
 * <li>Beside TCP that keeps a deep queue full it holds a part of the link only if it was there first.
 * <li>A path that becomes longer by more than 75 ms at once, or bit by bit, looks like a queue for some seconds.
 * <li>The estimate is up to a ninth above what the link is believed to carry, where the sender leaves that for headers.
 * <li>It never estimates less than half of what arrives, so that a sender that heeds nothing does not drive it to zero.
 * <li>Its own limits are 30 kb/s to 100 Mb/s of belief; the configured ones bound the estimate.
 * </ul>
 */
public final class StandingQueueProvider implements EstimatorProvider {
    /** The name that selects this provider. */
    public static final String NAME = "standing-queue";
    /** This project's weight for what is not its default. */
    private static final int WEIGHT = 50;

    /** For {@link java.util.ServiceLoader}. */
    public StandingQueueProvider() {
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
        return new StandingQueueEstimator(config);
    }
}
