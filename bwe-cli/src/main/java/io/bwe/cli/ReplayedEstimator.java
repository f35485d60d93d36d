package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.remb.RembThrottler;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One estimator in a replay, with the totals of what it concluded. The times to tell the sender are those of
 * libwebrtc's throttler. One that throws is out from then on and says so; it harms nothing beside it. Used by one
 * thread.
 */
final class ReplayedEstimator {
    /** A time that has not come. */
    static final long NEVER = -1;

    private final String name;
    private final Estimator estimator;
    private final long rttNs;
    private final RembThrottler throttler = RembThrottler.libwebrtc();
    private String failure = "";
    private long packets;
    private long startNs;
    private boolean updated;
    private boolean remb;
    private boolean rembOnDecrease;
    private boolean hasEstimate;
    private BandwidthUsage usage = BandwidthUsage.NORMAL;
    private long estimateBps;
    private long minEstimateBps = Long.MAX_VALUE;
    private long maxEstimateBps;
    private long firstEstimateNs = NEVER;
    private long overuseEpisodes;
    private long rembs;

    /**
     * Takes over an estimator.
     *
     * @param name what the user calls it
     * @param estimator a new estimator
     * @param rttNs the round-trip time that it is told first, in nanoseconds; 0 if it is not known
     */
    ReplayedEstimator(String name, Estimator estimator, long rttNs) {
        this.name = name;
        this.estimator = estimator;
        this.rttNs = rttNs;
    }

    /**
     * Creates an estimator.
     *
     * @throws BadInputException if the provider cannot
     */
    static ReplayedEstimator of(EstimatorProvider provider, long rttNs) throws BadInputException {
        try {
            return new ReplayedEstimator(provider.name(), provider.create(EstimatorConfig.defaults()), rttNs);
        } catch (RuntimeException | LinkageError e) {
            throw new BadInputException("estimator " + provider.name() + " cannot be created: " + e, e);
        }
    }

    /** Takes a packet and what happens before it. */
    void onPacket(ReplayPacket packet) {
        if (packets == 0) {
            startNs = packet.arrivalTimeNs();
        }
        packets++;
        updated = false;
        remb = false;
        use(it -> feed(it, packet));
    }

    private void feed(Estimator estimator, ReplayPacket packet) {
        long nowNs = packet.nowNs();
        if (packets == 1 && rttNs > 0) {
            estimator.onRttUpdate(rttNs, nowNs);
        }
        for (StreamOperation operation : packet.operations()) {
            switch (operation) {
                case StreamOperation.RttUpdate rtt -> estimator.onRttUpdate(rtt.rttNs(), nowNs);
                case StreamOperation.StreamRemoval removal -> estimator.removeStream(removal.ssrc(), nowNs);
            }
        }
        updated = estimator.onPacket(packet, nowNs);
        RembThrottler.Decision decision = updated
                ? throttler.offer(estimator.estimateBps(), nowNs)
                : RembThrottler.Decision.HOLD;
        remb = decision != RembThrottler.Decision.HOLD;
        rembOnDecrease = decision == RembThrottler.Decision.DECREASE;
        rembs += remb ? 1 : 0;
        if (estimator.hasEstimate()) {
            hasEstimate = true;
            estimateBps = estimator.estimateBps();
            minEstimateBps = Math.min(minEstimateBps, estimateBps);
            maxEstimateBps = Math.max(maxEstimateBps, estimateBps);
            if (firstEstimateNs == NEVER) {
                firstEstimateNs = packet.arrivalTimeNs() - startNs;
            }
        }
        BandwidthUsage before = usage;
        usage = Objects.requireNonNull(estimator.usage(), "usage");
        overuseEpisodes += usage == BandwidthUsage.OVERUSING && before != usage ? 1 : 0;
    }

    /** Lets somebody read the estimator, unless it is out; if it throws, it is out. */
    void use(Consumer<Estimator> reader) {
        if (hasFailed()) {
            return;
        }
        try {
            reader.accept(estimator);
        } catch (RuntimeException | Error e) {
            // A plugin may throw anything.
            StackTraceElement[] trace = e.getStackTrace();
            fail("threw " + e + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    /** Puts the estimator out, for what it did at the last packet. */
    void fail(String reason) {
        failure = "packet " + (packets - 1) + ": " + reason;
        updated = false;
        remb = false;
        usage = BandwidthUsage.NORMAL;
    }

    boolean hasFailed() {
        return !failure.isEmpty();
    }

    /** At which packet, counted from 0, it failed, and why. */
    Optional<String> failure() {
        return hasFailed() ? Optional.of(failure) : Optional.empty();
    }

    /** What the user calls it. */
    String name() {
        return name;
    }

    /** Whether the last packet led to an update. */
    boolean updated() {
        return updated;
    }

    /** Whether the sender would be told after the last packet. */
    boolean remb() {
        return remb;
    }

    /** Whether it would be told at once because the estimate fell. */
    boolean rembOnDecrease() {
        return rembOnDecrease;
    }

    /** What the delay says of the path's use after the last packet; normal if it has failed. */
    BandwidthUsage usage() {
        return usage;
    }

    /** Whether there has been an estimate. */
    boolean hasEstimate() {
        return hasEstimate;
    }

    /** The latest estimate, in bits per second. */
    long estimateBps() {
        return estimateBps;
    }

    /** The lowest estimate, in bits per second. */
    long minEstimateBps() {
        return minEstimateBps;
    }

    /** The highest estimate, in bits per second. */
    long maxEstimateBps() {
        return maxEstimateBps;
    }

    /** When there was an estimate first, in nanoseconds of arrival time after the first packet, or {@link #NEVER}. */
    long firstEstimateNs() {
        return firstEstimateNs;
    }

    /** How often it turned to over-use. */
    long overuseEpisodes() {
        return overuseEpisodes;
    }

    /** How often the sender would have been told. */
    long rembs() {
        return rembs;
    }
}
