package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.testkit.ManualClock;
import java.time.Duration;
import java.util.function.Consumer;

/** The estimators of an interceptor without its threads: the test is the transport task. */
final class FeedFixture {
    static final long MS = 1_000_000;
    static final long IDLE_TIMEOUT_NS = 2_000 * MS;

    final RembStatistics statistics = new RembStatistics();
    final EstimatorRoles roles = new EstimatorRoles("first", EstimatorConfig.defaults(), () -> {
    });
    final EstimatorFeed feed;
    private final ShadowEstimators shadows;
    private final RemoteStream stream = new RemoteStream(1, 90_000, StreamDriver.EXTENSIONS, StreamDriver.slots(16), 16,
            0);

    FeedFixture(Estimator first, Duration warmUp) {
        TroubleLog log = new TroubleLog(new ManualClock());
        shadows = new ShadowEstimators(roles, warmUp.toNanos(), IDLE_TIMEOUT_NS, statistics, log);
        feed = new EstimatorFeed(new GuardedEstimator(first, statistics, log), roles, shadows, watch(statistics, log),
                SendTimeSource.ABS_SEND_TIME, statistics);
    }

    /** For tests without shadows. */
    static EstimatorFeed feed(Estimator estimator, SendTimeSource source, RembStatistics statistics) {
        TroubleLog log = new TroubleLog(new ManualClock());
        EstimatorRoles roles = new EstimatorRoles("only", EstimatorConfig.defaults(), () -> {
        });
        return new EstimatorFeed(new GuardedEstimator(estimator, statistics, log), roles,
                new ShadowEstimators(roles, 0, IDLE_TIMEOUT_NS, statistics, log), watch(statistics, log), source,
                statistics);
    }

    private static EstimatorWatch watch(RembStatistics statistics, TroubleLog log) {
        return new EstimatorWatch("test", "first",
                new Explanations(statistics, log, new UserCodeGate(), () -> {
                }), new TaskGuard(statistics, log));
    }

    EstimatorHandle start(String name, RecordingEstimator estimator) {
        Shadow shadow = Shadow.create(estimator.provider(name), EstimatorConfig.defaults(), roles);
        feed.startShadow(shadow);
        return shadow.handle();
    }

    /** A packet at this time, without a tick. */
    void packet(long ssrc, long nowNs) {
        PacketSlot packet = new PacketSlot();
        StreamDriver.fill(packet, ssrc);
        packet.arrivalTimeNs = nowNs;
        packet.nowNs = nowNs;
        feed.onPacket(stream, packet);
    }

    /** A packet of SSRC 1 at this time, and the tick that feeds it. */
    EstimateView step(long nowNs) {
        packet(1, nowNs);
        return tick(nowNs);
    }

    EstimateView tick(long nowNs) {
        feed.onTime(nowNs);
        feed.publishCounts();
        return feed.conclude(nowNs);
    }

    /** Steps every 100 ms, the first at {@code fromNs}, the last before {@code toNs}. */
    void steps(long fromNs, long toNs) {
        steps(fromNs, toNs, view -> {
        });
    }

    void steps(long fromNs, long toNs, Consumer<EstimateView> each) {
        for (long nowNs = fromNs; nowNs < toNs; nowNs += 100 * MS) {
            each.accept(step(nowNs));
        }
    }
}
