package io.bwe.remb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The estimators that run beside the one that drives: each is fed what that one is, dropped at its first throw, and
 * picked to take over when it was asked to and is ready.
 *
 * <p>Used by the transport task only, but for {@link #called()}.
 */
final class ShadowEstimators {
    private static final Shadow[] NONE = {};

    /** A call of one shadow. */
    private sealed interface Call {
        void on(Shadow shadow);
    }

    private record Time(long nowNs) implements Call {
        @Override
        public void on(Shadow shadow) {
            shadow.estimator().onTime(nowNs);
        }
    }

    private record RttUpdate(long rttNs, long nowNs) implements Call {
        @Override
        public void on(Shadow shadow) {
            shadow.estimator().onRttUpdate(rttNs, nowNs);
        }
    }

    private record Removal(long ssrc, long nowNs) implements Call {
        @Override
        public void on(Shadow shadow) {
            shadow.estimator().removeStream(ssrc, nowNs);
        }
    }

    private record Reset() implements Call {
        @Override
        public void on(Shadow shadow) {
            shadow.reset();
        }
    }

    private record Publication(long nowNs) implements Call {
        @Override
        public void on(Shadow shadow) {
            shadow.publish(nowNs);
        }
    }

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
            call(shadow, new RttUpdate(lastRttNs, nowNs));
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
        callEach(new Time(nowNs));
    }

    void onRttUpdate(long rttNs, long nowNs) {
        lastRttNs = rttNs;
        callEach(new RttUpdate(rttNs, nowNs));
    }

    void removeStream(long ssrc, long nowNs) {
        callEach(new Removal(ssrc, nowNs));
    }

    void reset() {
        lastRttNs = 0; // the one that drives has forgotten it, too
        callEach(new Reset());
    }

    /** Shows readers what each says now, and lets go of those that are over. */
    void publish(long nowNs) {
        callEach(new Publication(nowNs));
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
        List<Shadow> others = new ArrayList<>(Arrays.asList(shadows));
        others.remove(shadow);
        return others.toArray(NONE);
    }

    private void callEach(Call call) {
        for (Shadow shadow : shadows) {
            call(shadow, call);
        }
    }

    private void call(Shadow shadow, Call call) {
        if (shadow.handle().isOver()) {
            return;
        }
        called.setRelease(shadow);
        try {
            call.on(shadow);
        } catch (Throwable e) {
            drop(shadow, e);
        } finally {
            called.setRelease(null);
        }
    }

    private void drop(Shadow shadow, Throwable thrown) {
        if (shadow.handle().drop(thrown)) {
            statistics.shadowsDropped.incrementAndGet();
            log.report("the shadow estimator ".concat(shadow.handle().name()).concat(" threw and was dropped"), thrown);
            roles.remove(shadow.handle());
        }
    }
}
