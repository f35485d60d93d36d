package io.bwe.remb;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The estimators that run beside the one that drives: each is fed what that one is, dropped at its first throw, and
 * picked to take over when it was asked to and is ready.
 *
 * <p>Used by the transport task only, but for {@link #called()}.
 */
final class ShadowEstimators {
    private static final Shadow[] NONE = {};

    private final EstimatorRoles roles;
    private final long warmUpNs;
    private final long idleTimeoutNs;
    private final RembStatistics statistics;
    private final TroubleLog log;

    /** In the order in which they were started; replaced, never changed, as a shadow may end while all are called. */
    private Shadow[] shadows = NONE;
    /** The last measurement of the round-trip time, 0 before the first. */
    private long lastRttNs;
    private final AtomicReference<@Nullable Shadow> called = new AtomicReference<>();

    ShadowEstimators(EstimatorRoles roles, long warmUpNs, long idleTimeoutNs, RembStatistics statistics,
            TroubleLog log) {
        this.roles = roles;
        this.warmUpNs = warmUpNs;
        this.idleTimeoutNs = idleTimeoutNs;
        this.statistics = statistics;
        this.log = log;
    }

    /** Feeds one more from now on. It cannot wait for the next round-trip time: there may be none for long. */
    void start(Shadow shadow, long nowNs) {
        Shadow[] more = Arrays.copyOf(shadows, shadows.length + 1);
        more[shadows.length] = shadow;
        if (lastRttNs > 0) {
            call(shadow, started -> started.estimator().onRttUpdate(lastRttNs, nowNs));
        }
        shadows = more;
    }

    void onPacket(PacketSlot packet, long nowNs) {
        for (Shadow shadow : shadows) {
            if (shadow.handle().isOver()) {
                continue;
            }
            // Once per packet, so without a fence.
            called.setRelease(shadow);
            try {
                shadow.onPacket(packet, nowNs);
            } catch (Throwable e) {
                drop(shadow, e);
            } finally {
                called.setRelease(null);
            }
        }
    }

    void onTime(long nowNs) {
        callEach(shadow -> shadow.estimator().onTime(nowNs));
    }

    void onRttUpdate(long rttNs, long nowNs) {
        lastRttNs = rttNs;
        callEach(shadow -> shadow.estimator().onRttUpdate(rttNs, nowNs));
    }

    void removeStream(long ssrc, long nowNs) {
        callEach(shadow -> shadow.estimator().removeStream(ssrc, nowNs));
    }

    void reset() {
        lastRttNs = 0; // the one that drives has forgotten it, too
        callEach(Shadow::reset);
    }

    /** Shows readers what each says now, and lets go of those that are over. */
    void publish(long nowNs) {
        callEach(shadow -> shadow.publish(nowNs));
        for (Shadow shadow : shadows) {
            if (shadow.handle().isOver()) {
                shadows = without(shadow);
            }
        }
    }

    /**
     * The shadow that was asked last to take over, if it is ready. Goes by what was published last.
     *
     * @param drivingHasEstimate whether the estimator that drives has anything to lose
     * @return the shadow, to be {@linkplain #claim claimed}; null if none is ready
     */
    @Nullable
    Shadow findNext(boolean drivingHasEstimate) {
        EstimatorHandle asked = roles.lastAsked();
        if (asked == null || !asked.estimate().hasEstimate()) {
            return null;
        }
        for (Shadow shadow : shadows) {
            if (shadow.handle() == asked && (!drivingHasEstimate || shadow.isWarm(warmUpNs, idleTimeoutNs))) {
                return shadow;
            }
        }
        return null;
    }

    /**
     * Takes out a shadow, which {@linkplain EstimatorRoles#drive is to drive} now.
     *
     * @return false if it is over
     */
    boolean claim(Shadow next) {
        Shadow[] others = without(next);
        if (!next.handle().claim()) {
            return false;
        }
        shadows = others;
        return true;
    }

    /** The shadow that is being called, or null. Any thread. */
    @Nullable
    EstimatorHandle called() {
        Shadow shadow = called.get();
        return shadow == null ? null : shadow.handle();
    }

    private Shadow[] without(Shadow shadow) {
        return Arrays.stream(shadows).filter(other -> other != shadow).toArray(Shadow[]::new);
    }

    private void callEach(Consumer<Shadow> what) {
        for (Shadow shadow : shadows) {
            call(shadow, what);
        }
    }

    private void call(Shadow shadow, Consumer<Shadow> what) {
        if (shadow.handle().isOver()) {
            return;
        }
        called.setRelease(shadow);
        try {
            what.accept(shadow);
        } catch (Throwable e) {
            drop(shadow, e);
        } finally {
            called.setRelease(null);
        }
    }

    private void drop(Shadow shadow, Throwable thrown) {
        if (shadow.handle().drop(thrown)) {
            statistics.shadowsDropped.incrementAndGet();
            log.report("the shadow estimator " + shadow.handle().name() + " threw and was dropped", thrown);
            roles.remove(shadow.handle());
        }
    }
}
