package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;

/**
 * An estimator that runs as a shadow: what it was fed, and what it says. {@link ShadowEstimators} calls it and catches
 * what it throws.
 *
 * <p>Created on the application's thread, then used by the transport task only.
 */
final class Shadow {
    private final EstimatorHandle handle;
    private final Estimator estimator;

    private boolean fed;
    private long firstPacketNs;
    private long lastPacketNs;
    private long publishedNs;

    private Shadow(EstimatorHandle handle, Estimator estimator) {
        this.handle = handle;
        this.estimator = estimator;
    }

    /**
     * Creates an estimator that has no start, so that its first estimate is evidence from packets.
     *
     * @param config what it is created from, the start aside
     * @throws IllegalArgumentException if the provider refuses the configuration
     * @throws IllegalStateException if the interceptor is closed
     */
    static Shadow create(EstimatorProvider provider, EstimatorConfig config, EstimatorRoles roles) {
        EstimatorConfig withoutStart = config.toBuilder().noStart().build();
        Estimator estimator = provider.create(withoutStart);
        return new Shadow(roles.open(provider.name(), withoutStart), estimator);
    }

    EstimatorHandle handle() {
        return handle;
    }

    Estimator estimator() {
        return estimator;
    }

    void onPacket(PacketSlot packet, long nowNs) {
        estimator.onPacket(packet, nowNs);
        if (!fed) {
            fed = true;
            firstPacketNs = nowNs;
        }
        lastPacketNs = nowNs;
    }

    void reset() {
        fed = false;
        estimator.reset();
    }

    /** Shows readers what it says now; the incoming rate of a while ago will do if nothing else has changed. */
    void publish(long nowNs) {
        if (!handle.estimate().matches(estimator) || nowNs - publishedNs >= EstimatorFeed.REFRESH_NS) {
            publishedNs = nowNs;
            handle.publish(EstimateView.of(estimator));
        }
    }

    /**
     * Whether it has had packets for long enough: for the warm-up, and for longer than the idle time-out, for then
     * every stream that is live has had a packet since the first that this estimator was fed.
     */
    boolean isWarm(long warmUpNs, long idleTimeoutNs) {
        long fedForNs = lastPacketNs - firstPacketNs;
        return fed && fedForNs >= warmUpNs && fedForNs > idleTimeoutNs;
    }
}
