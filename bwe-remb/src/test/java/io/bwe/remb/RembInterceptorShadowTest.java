package io.bwe.remb;

import static io.bwe.remb.InterceptorFixture.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.BandwidthControl;
import io.bwe.api.CloseReport;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.OptionReader;
import io.bwe.api.ProviderException;
import io.bwe.api.RtpHandler;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.ShadowEstimator.State;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.LiveThreads;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shadows and swaps with the interceptor's real threads. */
@Timeout(60)
class RembInterceptorShadowTest {
    private static final EstimatorConfig DEFAULTS = EstimatorConfig.defaults();

    private final RecordingEstimator second = new RecordingEstimator();
    private final RecordingEstimator third = new RecordingEstimator();
    private final AtomicBoolean release = new AtomicBoolean();

    @AfterEach
    void nothingOfTheLibraryIsLeft() {
        release.set(true);
        InterceptorFixture.eventuallyInAnyCase(() -> assertThat(LiveThreads.named("bwe-")).isEmpty());
    }

    private static InterceptorFixture quick() {
        return new InterceptorFixture(config -> config.option(RembOptions.WARM_UP, "100ms")
                .estimatorConfig(EstimatorConfig.builder().idleTimeout(Duration.ofMillis(100)).build()));
    }

    private static EstimatorConfig quickConfig() {
        return EstimatorConfig.builder().idleTimeout(Duration.ofMillis(100)).build();
    }

    /** A packet every 20 ms of the manual clock, each estimated before the next. */
    private static void run(InterceptorFixture fixture, RtpHandler handler, int packets) {
        for (int i = 0; i < packets; i++) {
            long before = fixture.statistics.packetsEstimated();
            fixture.receive(handler, 1);
            fixture.settle();
            fixture.eventually(() -> assertThat(fixture.statistics.packetsEstimated()).isEqualTo(before + 1));
        }
    }

    @Test
    void shadowsSeeTheSamePacketsAndEventsInTheSameOrder() {
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.shadow(second.provider("second")).shadow(third.provider("third")))) {
            assertThat(fixture.control.estimatorName()).isEqualTo("recording");
            assertThat(fixture.control.shadows()).extracting(ShadowEstimator::name).containsExactly("second", "third");
            RtpHandler one = fixture.bind(1);
            RtpHandler two = fixture.bind(2);
            for (int i = 0; i < 100; i++) {
                two.onRtp(fixture.packet(2), 1_000 + 3 * i);
                one.onRtp(fixture.packet(1), 1_000 + 2 * i);
            }
            fixture.control.onRtt(Duration.ofMillis(80));
            fixture.interceptor.unbindRemoteStream(video(2).build());
            fixture.control.reset();
            fixture.settle();
            fixture.eventually(() -> assertThat(third.events).containsExactly("rtt 80000000", "remove 2", "reset"));
            assertThat(second.events).isEqualTo(third.events).isEqualTo(fixture.estimator.events);
            assertThat(second.seen).hasSize(200).isEqualTo(fixture.estimator.seen).isEqualTo(third.seen);
            assertThat(second.config.options()).isEmpty();
        }
    }

    @Test
    void aShadowStartsBetweenThePacketsBeforeAndAfter() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            RtpHandler handler = fixture.bind(1);
            fixture.receive(handler, 1);
            fixture.receive(handler, 1);
            fixture.control.onRtt(Duration.ofMillis(30));
            fixture.clock.advance(Duration.ofMillis(1));
            ShadowEstimator shadow = fixture.control.shadow(second.provider("second"), DEFAULTS);
            assertThat(shadow.state()).isEqualTo(State.RUNNING);
            assertThat(fixture.control.shadows()).containsExactly(shadow);
            fixture.receive(handler, 1);
            fixture.settle();
            fixture.eventually(() -> assertThat(second.seen).hasSize(1));
            assertThat(fixture.estimator.seen).hasSize(3);
            assertThat(second.seen.getFirst()).isEqualTo(fixture.estimator.seen.getLast());
            assertThat(second.events).containsExactly("rtt 30000000");
            fixture.eventually(() -> assertThat(shadow.estimate().estimateBps()).isEqualTo(1_000_000));
            assertThat(shadow.estimate().liveSsrcs()).containsExactly(1);
        }
    }

    @Test
    void aShadowGetsTheLimitsButNeitherStartNorOptions() {
        EstimatorConfig limits = EstimatorConfig.builder().minBps(10_000).startBps(20_000).maxBps(30_000)
                .option("a", "1")
                .build();
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.estimatorConfig(limits).shadow(second.provider("second")))) {
            for (EstimatorConfig config : List.of(second.config, lookedUp(fixture))) {
                assertThat(config.minBps()).isEqualTo(10_000);
                assertThat(config.maxBps()).hasValue(30_000);
                assertThat(config.startBps()).isEmpty();
                assertThat(config.options()).isEmpty();
            }
            fixture.control.shadow(third.provider("third"), limits);
            assertThat(third.config.startBps()).isEmpty();
            assertThat(third.config.options()).containsEntry("a", "1");
        }
    }

    private static EstimatorConfig lookedUp(InterceptorFixture fixture) {
        assertThat(fixture.control.shadow(LookedUpProvider.NAME).name()).isEqualTo(LookedUpProvider.NAME);
        return LookedUpProvider.CONFIGS.getLast();
    }

    @Test
    void afterASwapTheLimitsAreThoseOfTheRunningEstimator() {
        try (InterceptorFixture fixture = quick()) {
            ShadowEstimator next = fixture.control.swapEstimator(second.provider("second"),
                    quickConfig().toBuilder().maxBps(7_000).option("b", "2").build());
            run(fixture, fixture.bind(1), 10);
            fixture.eventually(() -> assertThat(next.state()).isEqualTo(State.DRIVING));
            assertThat(lookedUp(fixture).maxBps()).hasValue(7_000);
            assertThat(lookedUp(fixture).options()).isEmpty();
        }
    }

    @Test
    void whatCannotRunIsRefused() {
        InterceptorFixture fixture = new InterceptorFixture();
        BandwidthControl control = fixture.control;
        assertThatThrownBy(() -> control.shadow("no-such")).isInstanceOf(ProviderException.class)
                .hasMessageContaining("no-such");
        assertThatIllegalArgumentException().isThrownBy(() -> control.shadow(second.provider(), quickConfig()))
                .withMessageContaining("idleTimeout").withMessageContaining("PT0.1S").withMessageContaining("PT2S");
        EstimatorProvider strict = new EstimatorProvider() {
            @Override
            public String name() {
                return "strict";
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                new OptionReader(name(), config.options()).rejectUnknown();
                return second;
            }
        };
        EstimatorConfig unknown = EstimatorConfig.builder().option("unknown", "1").build();
        assertThatIllegalArgumentException().isThrownBy(() -> control.swapEstimator(strict, unknown));
        assertThat(control.shadows()).isEmpty();
        fixture.close();
        assertThatIllegalStateException().isThrownBy(() -> control.shadow(LookedUpProvider.NAME));
        assertThatIllegalStateException().isThrownBy(() -> control.shadow(second.provider(), DEFAULTS));
        assertThat(control.shadows()).isEmpty();
    }

    @Test
    void aSwapIsSeenByEverybody() {
        try (InterceptorFixture fixture = quick().withWriter()) {
            List<String> told = new ArrayList<>();
            CountDownLatch toldOfSecond = new CountDownLatch(1);
            fixture.control.subscribe(estimate -> {
                told.add(fixture.control.estimatorName() + " " + estimate.estimateBps());
                if (estimate.estimateBps() == 300_000) {
                    toldOfSecond.countDown();
                }
            });
            RtpHandler handler = fixture.bind(1);
            run(fixture, handler, 10);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(1));
            second.bitrateBps = 300_000;
            ShadowEstimator next = fixture.control.swapEstimator(second.provider("second"), quickConfig());
            assertThat(next.state()).isEqualTo(State.WARMING_UP);
            assertThat(fixture.control.estimatorName()).isEqualTo("recording");
            // Due 100 ms after the first: the sixth packet, and a seventh for what is strictly longer.
            run(fixture, handler, 6);
            assertThat(fixture.control.estimate().estimateBps()).isEqualTo(1_000_000);
            assertThat(next.state()).isEqualTo(State.WARMING_UP);
            run(fixture, handler, 1);
            fixture.eventually(() -> assertThat(next.state()).isEqualTo(State.DRIVING));
            assertThat(fixture.control.estimatorName()).isEqualTo("second");
            assertThat(fixture.control.estimate()).isSameAs(next.estimate());
            assertThat(next.estimate().estimateBps()).isEqualTo(300_000);
            assertThat(fixture.statistics.estimatorSwaps()).isEqualTo(1);
            assertThat(fixture.control.shadows()).isEmpty();
            fixture.eventually(() -> assertThat(toldOfSecond.getCount()).isZero());
            assertThat(told.getLast()).isEqualTo("second 300000");
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(2));
            assertThat(fixture.rembs.getLast().bitrateBps()).isBetween(299_990L, 300_000L);
            fixture.eventually(() -> assertThat(fixture.statistics.rembsSentOnDecrease()).isEqualTo(1));
        }
    }

    @Test
    void aTakeOverThatIsDueAtOnceIsNotSleptOver() {
        try (InterceptorFixture fixture = quick()) {
            fixture.estimator.onPacket = packet -> {
                throw new IllegalStateException("estimator at fault");
            };
            second.packetsForEstimate = 0;
            ShadowEstimator shadow = fixture.control.shadow(second.provider("second"), quickConfig());
            run(fixture, fixture.bind(1), 10);
            fixture.eventually(() -> assertThat(fixture.statistics.estimatorQuarantined()).isTrue());
            fixture.clock.advance(Duration.ofMillis(200));
            fixture.eventually(() -> assertThat(fixture.statistics.streamsActive()).isZero());
            fixture.eventually(() -> assertThat(second.liveSsrcCount()).isZero());
            // Owner, transport and REMB task are left, and the transport task has nothing to tick for.
            fixture.eventually(() -> assertThat(LiveThreads.named("bwe-")).hasSize(3));
            shadow.takeOver();
            fixture.eventually(() -> assertThat(shadow.state()).isEqualTo(State.DRIVING));
            assertThat(fixture.statistics.estimatorQuarantined()).isFalse();
        }
    }

    @Test
    void aThrowingShadowIsDroppedAndTheRestGoesOn() {
        try (InterceptorFixture fixture = new InterceptorFixture(config -> config.shadow(second.provider("second")))
                .withWriter()) {
            ShadowEstimator shadow = fixture.control.shadows().getFirst();
            IllegalStateException intended = new IllegalStateException("shadow at fault");
            second.onPacket = packet -> {
                throw intended;
            };
            RtpHandler handler = fixture.bind(1);
            run(fixture, handler, 60);
            fixture.eventually(() -> assertThat(fixture.rembs).hasSize(2));
            assertThat(shadow.state()).isEqualTo(State.DROPPED);
            assertThat(shadow.failure()).containsSame(intended);
            assertThat(second.seen).hasSize(1);
            assertThat(fixture.statistics.shadowsDropped()).isEqualTo(1);
            assertThat(fixture.statistics.estimatorErrors()).isZero();
            assertThat(fixture.statistics.workerErrors()).isZero();
            assertThat(fixture.control.shadows()).isEmpty();
            assertThat(fixture.rembs).allSatisfy(remb -> assertThat(remb.bitrateBps()).isBetween(999_990L, 1_000_000L));
        }
    }

    @Test
    void aClosedShadowGetsNoPacketThatComesLater() {
        try (InterceptorFixture fixture = new InterceptorFixture()) {
            ShadowEstimator neverStarted = fixture.control.shadow(third.provider("third"), DEFAULTS);
            neverStarted.close();
            ShadowEstimator shadow = fixture.control.shadow(second.provider("second"), DEFAULTS);
            RtpHandler handler = fixture.bind(1);
            run(fixture, handler, 3);
            EstimateView last = shadow.estimate();
            assertThat(last.hasEstimate()).isTrue();
            shadow.close();
            assertThat(shadow.state()).isEqualTo(State.CLOSED);
            assertThat(fixture.control.shadows()).isEmpty();
            second.bitrateBps = 1;
            run(fixture, handler, 3);
            shadow.close();
            shadow.takeOver();
            run(fixture, handler, 1);
            assertThat(second.seen).hasSize(3);
            assertThat(third.seen).isEmpty();
            assertThat(shadow.estimate()).isSameAs(last);
            assertThat(shadow.state()).isEqualTo(State.CLOSED);
            assertThat(shadow.failure()).isEmpty();
        }
    }

    @Test
    void closeOfTheInterceptorEndsAllAndLeavesWhatTheySaidLast() {
        RecordingEstimator replaced = new RecordingEstimator();
        InterceptorFixture fixture = quick();
        RtpHandler handler = fixture.bind(1);
        ShadowEstimator driving = fixture.control.swapEstimator(second.provider("driving"), quickConfig());
        run(fixture, handler, 10);
        fixture.eventually(() -> assertThat(driving.state()).isEqualTo(State.DRIVING));
        ShadowEstimator running = fixture.control.shadow(third.provider("running"), quickConfig());
        ShadowEstimator warmingUp = fixture.control.swapEstimator(replaced.provider("warming-up"), quickConfig());
        ShadowEstimator closed = fixture.control.shadow(new RecordingEstimator().provider("closed"), quickConfig());
        closed.close();
        run(fixture, handler, 2);
        second.bitrateBps = 222_000;
        third.bitrateBps = 333_000;
        fixture.clock.advance(Duration.ofMillis(1));
        fixture.receive(handler, 1);
        fixture.close();
        assertThat(List.of(driving, running, warmingUp, closed)).extracting(ShadowEstimator::state)
                .containsOnly(State.CLOSED);
        assertThat(fixture.control.shadows()).isEmpty();
        assertThat(fixture.control.estimatorName()).isEqualTo("driving");
        assertThat(fixture.control.estimate().estimateBps()).isEqualTo(222_000);
        assertThat(driving.estimate()).isSameAs(fixture.control.estimate());
        assertThat(running.estimate().estimateBps()).as("with the packets received before close").isEqualTo(333_000);
        assertThat(third.seen).hasSize(3);
        warmingUp.takeOver();
        running.close();
        assertThat(warmingUp.state()).isEqualTo(State.CLOSED);
        assertThat(fixture.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void aHandleThatIsKeptKeepsNeitherAClosedInterceptorNorAnEstimator() {
        List<ShadowEstimator> kept = new ArrayList<>();
        List<WeakReference<?>> collectable = closedAfterASwap(kept);
        InterceptorFixture.eventuallyInAnyCase(() -> {
            System.gc();
            assertThat(collectable).allMatch(reference -> reference.get() == null);
        });
        assertThat(kept.getFirst().state()).isEqualTo(State.CLOSED);
        assertThat(kept.getFirst().estimate().hasEstimate()).isTrue();
    }

    private static List<WeakReference<?>> closedAfterASwap(List<ShadowEstimator> kept) {
        try (InterceptorFixture fixture = quick()) {
            RecordingEstimator driving = new RecordingEstimator();
            RecordingEstimator shadow = new RecordingEstimator();
            kept.add(fixture.control.swapEstimator(driving.provider("driving"), quickConfig()));
            kept.add(fixture.control.shadow(shadow.provider("shadow"), quickConfig()));
            run(fixture, fixture.bind(1), 10);
            fixture.eventually(() -> assertThat(kept.getFirst().state()).isEqualTo(State.DRIVING));
            return List.of(new WeakReference<>(fixture.interceptor), new WeakReference<>(fixture.control),
                    new WeakReference<>(driving), new WeakReference<>(shadow));
        }
    }

    @Test
    void closeByATaskOfItsOwnEndsThemToo() {
        try (InterceptorFixture fixture = new InterceptorFixture(
                config -> config.shadow(second.provider("second")))) {
            ShadowEstimator shadow = fixture.control.shadows().getFirst();
            fixture.control.subscribe(estimate -> fixture.interceptor.close());
            fixture.receive(fixture.bind(1), 1);
            fixture.settle();
            fixture.eventually(() -> assertThat(shadow.state()).isEqualTo(State.CLOSED));
        }
    }

    @Test
    void aShadowThatNeverReturnsIsLeftBehindAndNamed() throws Exception {
        InterceptorFixture fixture = new InterceptorFixture(
                config -> config.option(RembOptions.CLOSE_GRACE, "200ms").shadow(second.provider("second")));
        ShadowEstimator shadow = fixture.control.shadows().getFirst();
        CountDownLatch inside = new CountDownLatch(1);
        second.onPacket = packet -> {
            inside.countDown();
            while (!release.get()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                Thread.interrupted();
            }
        };
        fixture.receive(fixture.bind(1), 1);
        fixture.clock.advance(Duration.ofMillis(50));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        fixture.close();
        assertThat(fixture.control.closeReport().stuck()).singleElement().asString().contains("bwe-transport-")
                .contains("the shadow estimator second");
        assertThat(shadow.state()).isEqualTo(State.CLOSED);
        assertThatIllegalStateException().isThrownBy(() -> fixture.control.shadow(third.provider(), DEFAULTS));
    }

    @Test
    void manyThreadsThatOpenSwapAndCloseLeaveNothingBehind() throws Exception {
        Queue<ShadowEstimator> handles = new ConcurrentLinkedQueue<>();
        Queue<WeakReference<Estimator>> estimators = new ConcurrentLinkedQueue<>();
        BandwidthControl control;
        try (InterceptorFixture fixture = quick()) {
            control = fixture.control;
            RtpHandler handler = fixture.bind(1);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int asking = t;
                threads.add(start(failure, () -> {
                    for (int i = 0; i < 200; i++) {
                        ShadowEstimator shadow = open(fixture, handles, estimators);
                        if (i % 4 == asking) {
                            shadow.takeOver();
                        }
                        Thread.yield();
                        shadow.close();
                        assertThat(shadow.state()).isIn(State.CLOSED, State.DRIVING);
                    }
                }));
            }
            threads.add(start(failure, () -> {
                // Whoever is asked after it sends it back among those that the closer closes; in the end nobody is.
                while (fixture.statistics.estimatorSwaps() < 3) {
                    ShadowEstimator shadow = open(fixture, handles, estimators);
                    shadow.takeOver();
                    fixture.eventually(() -> assertThat(shadow.state()).isIn(State.CLOSED, State.DRIVING));
                }
            }));
            Thread closer = start(failure, () -> {
                while (!over.get()) {
                    fixture.control.shadows().stream().filter(shadow -> shadow.state() == State.RUNNING)
                            .forEach(ShadowEstimator::close);
                    Thread.yield();
                }
            });
            while (threads.stream().anyMatch(Thread::isAlive)) {
                fixture.receive(handler, 1);
                fixture.clock.advance(Duration.ofMillis(20));
                Thread.yield();
            }
            over.set(true);
            closer.join();
            assertThat(failure.get()).isNull();
            assertThat(fixture.control.shadows()).isEmpty();
            // Those that were closed are let go with the next tick, which the next packet brings.
            fixture.receive(handler, 1);
            fixture.settle();
            assertThat(handles).filteredOn(handle -> handle.state() != State.CLOSED).hasSizeLessThanOrEqualTo(1);
            assertThat(fixture.statistics.workerErrors()).isZero();
            assertThat(fixture.statistics.shadowsDropped()).isZero();
            // The handles are kept; of the estimators, only one that drives.
            fixture.eventually(() -> {
                System.gc();
                assertThat(estimators).filteredOn(estimator -> estimator.get() != null).hasSizeLessThanOrEqualTo(1);
            });
        }
        assertThat(handles).allMatch(handle -> handle.state() == State.CLOSED);
        assertThat(control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    private static Thread start(AtomicReference<Throwable> failure, Runnable body) {
        return Thread.ofPlatform().start(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private static ShadowEstimator open(InterceptorFixture fixture, Queue<ShadowEstimator> handles,
            Queue<WeakReference<Estimator>> estimators) {
        RecordingEstimator estimator = new RecordingEstimator();
        estimators.add(new WeakReference<>(estimator));
        ShadowEstimator shadow = fixture.control.shadow(estimator.provider("one-of-many"), quickConfig());
        handles.add(shadow);
        return shadow;
    }
}
