package io.bwe.delay;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.spi.EstimatorProvider;

/**
 * Creates the estimator {@value #NAME}: delay-based, for senders that do not say when they sent a packet. It goes by
 * RTP timestamps, each stream by its own clock rate, and by the transmission offset (toffset, RFC 5450) of packets that
 * carry one. Kalman filter and rate control are those of {@code delay-kalman}; there is no probing, because the packets
 * of a video frame share a timestamp.
 *
 * <p>It has no options of its own and takes every packet. Without transmission offsets it sees the sender's own delays
 * too, and knows less than one that goes by send times:
 * <ul>
 * <li>A timestamp says when media was captured: encoding and pacing that take longer look like a queue.
 * <li>A stream whose clock rate nobody gave (an SSRC that was not announced) counts for rate and list of streams only:
 * its delay is not judged. A wrong clock rate looks like a queue without end.
 * <li>A sample needs a new timestamp: one for each video frame, one for each audio packet.
 * <li>Frames sent out of order (B-frames) count as reordered; retransmissions, whose timestamps are old, give poor
 * samples in their stream, so the retransmission stream of a lossy path is best left out.
 * <li>The first estimate takes 5 s, unless over-use comes first or a start is configured.
 * </ul>
 */
public final class DelayRtpProvider implements EstimatorProvider {
    /** The name that selects this provider. */
    public static final String NAME = "delay-rtp";
    /** This project's weight for what is not its default. */
    private static final int WEIGHT = 50;

    /** For {@link java.util.ServiceLoader}. */
    public DelayRtpProvider() {
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
        return new DelayBasedEstimator(config, new RtpDelayDetector());
    }
}
