package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimateView;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.PacketView;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.remb.RembOptions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the application's code does and wherever close() is called, it returns in time and leaves nothing behind
 * that it does not name.
 */
@Tag("life-cycle")
@Timeout(120)
class CloseTest {
    private static final Duration GRACE = Duration.ofMillis(100);
    /** Two graces, and time for a machine that does something else. */
    private static final Duration IN_TIME = GRACE.multipliedBy(2).plusSeconds(8);

    private final ExecutorService executor = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("application-writer").factory());
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Connection> opened = new ArrayList<>();

    @AfterEach
    void nothingOfTheLibraryIsLeft() {
        executor.shutdown();
        opened.forEach(Connection::close); // for a test that has failed
        Connection.nothingIsLeft();
    }

    /** With an estimate from the first packet on, so that this one leads to a REMB and a change. */
    private Connection estimating(Duration grace, UnaryOperator<InterceptorConfig.Builder> settings) {
        Connection connection = new Connection(config -> settings.apply(config.estimator("delay-kalman")
                .estimatorConfig(EstimatorConfig.builder().startBps(1_000_000).build())
                .option(RembOptions.CLOSE_GRACE, grace.toMillis() + "ms")));
        opened.add(connection);
        return connection;
    }

    private Connection estimating() {
        return estimating(GRACE, UnaryOperator.identity());
    }

    private static void closeInTime(Connection connection) {
        long startNs = System.nanoTime();
        connection.close();
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(IN_TIME);
        assertThat(connection.control.closeReport().closed()).isTrue();
    }

    private interface Place {
        /** Has an interceptor run code of the application. */
        Connection connect(Runnable code);
    }

    private void call(Runnable code) {
        calls.incrementAndGet();
        code.run();
    }

    private Connection withWriter(Runnable code) {
        Connection connection = estimating();
        connection.interceptor.bindRtcpWriter(packet -> call(code));
        return connection;
    }

    private Connection withWriterElsewhere(Runnable code) {
        Connection connection = estimating(GRACE, config -> config.writerExecutor(executor));
        connection.interceptor.bindRtcpWriter(packet -> call(code));
        return connection;
    }

    private Connection withListener(Runnable code) {
        Connection connection = estimating();
        connection.control.subscribe(estimate -> call(code));
        connection.control.subscribe(estimate -> call(() -> {
        }));
        return connection;
    }

    /** A packet, and another REMB and another change after it, while the first may be stuck. */
    private static void receiveUntilInside(Connection connection, RtpHandler handler, Stuck stuck) throws Exception {
        connection.receive(handler, 1);
        connection.clock.advance(Duration.ofMillis(100));
        stuck.awaitInside();
        connection.control.reset();
        connection.receive(handler, 1);
        connection.clock.advance(Duration.ofSeconds(1));
        connection.receive(handler, 1);
        connection.settle();
    }

    private void leftBehindAndNamed(Stuck.Way way, Place place, String thread, String code) throws Exception {
        Stuck stuck = new Stuck(way);
        Connection connection = place.connect(stuck::call);
        stuck.whileHeld(() -> {
            RtpHandler handler = connection.bind(1);
            receiveUntilInside(connection, handler, stuck);
            Connection.eventually(() -> assertThat(connection.statistics.packetsEstimated())
                    .as("packets estimated beside the stuck call").isEqualTo(3));
            closeInTime(connection);
            assertThat(connection.control.closeReport().stuck()).singleElement().asString().startsWith(thread)
                    .endsWith(" in " + code);
            connection.receive(handler, 1);
            assertThat(connection.passedOn).hasValue(4);
        });
        // Once it lets go, nothing of it stays; and nothing starts that waited behind it.
        Connection.eventually(() -> {
            connection.close();
            assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        });
        Connection.nothingIsLeft();
        assertThat(calls).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aStuckWriterIsLeftBehindAndNamed(Stuck.Way way) throws Exception {
        leftBehindAndNamed(way, this::withWriter, "bwe-remb-", "the RTCP writer");
    }

    @ParameterizedTest
    @EnumSource
    void aStuckWriterWithAnExecutorIsLeftBehindAndNamed(Stuck.Way way) throws Exception {
        leftBehindAndNamed(way, this::withWriterElsewhere, "application-writer", "the RTCP writer");
    }

    @ParameterizedTest
    @EnumSource
    void aStuckListenerIsLeftBehindAndNamed(Stuck.Way way) throws Exception {
        leftBehindAndNamed(way, this::withListener, "bwe-remb-", "an estimate listener");
    }

    /** The default estimator, but for what a packet does. */
    private static EstimatorProvider onPacket(Runnable code) {
        EstimatorProvider provider = Providers.estimators().get("delay-kalman");
        return new EstimatorProvider() {
            @Override
            public String name() {
                return "stuck";
            }

            @Override
            public Estimator create(EstimatorConfig config) {
                Estimator estimator = provider.create(config);
                return (Estimator) Proxy.newProxyInstance(Estimator.class.getClassLoader(),
                        new Class<?>[]{Estimator.class}, (proxy, method, args) -> {
                            if (args != null && args[0] instanceof PacketView) {
                                code.run();
                            }
                            return method.invoke(estimator, args);
                        });
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void aStuckEstimatorIsLeftBehindAndNamed(Stuck.Way way) throws Exception {
        Stuck stuck = new Stuck(way);
        stuckInTheEstimator(stuck, config -> config.estimator(onPacket(stuck::call)), " in the estimator");
    }

    @Test
    void aStuckShadowIsLeftBehindAndNamed() throws Exception {
        Stuck stuck = new Stuck(Stuck.Way.SWALLOWS_INTERRUPTS);
        stuckInTheEstimator(stuck, config -> config.shadow(onPacket(stuck::call)), " in the shadow estimator stuck");
    }

    private void stuckInTheEstimator(Stuck stuck, UnaryOperator<InterceptorConfig.Builder> settings,
            String code) throws Exception {
        Connection connection = estimating(GRACE, settings);
        stuck.whileHeld(() -> {
            RtpHandler handler = connection.bind(1);
            connection.receive(handler, 1);
            connection.clock.advance(Duration.ofMillis(100));
            stuck.awaitInside();
            closeInTime(connection);
            assertThat(connection.control.closeReport().stuck()).singleElement().asString()
                    .startsWith("bwe-transport-").endsWith(code);
            connection.receive(handler, 1);
            assertThat(connection.passedOn).hasValue(2);
        });
        Connection.eventually(() -> {
            connection.close();
            assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        });
    }

    @Test
    void aWriterThatHeedsTheInterruptIsNotLeftBehind() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Connection connection = withWriter(() -> {
            inside.countDown();
            LockSupport.park();
        });
        connection.receive(connection.bind(1), 1);
        connection.clock.advance(Duration.ofMillis(100));
        inside.await();
        closeInTime(connection);
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void aWriterWithAnExecutorThatIsOnlySlowIsWaitedFor() throws Exception {
        Stuck stuck = new Stuck(Stuck.Way.SWALLOWS_INTERRUPTS);
        Connection connection = estimating(Duration.ofSeconds(30), config -> config.writerExecutor(executor));
        AtomicInteger over = new AtomicInteger();
        connection.interceptor.bindRtcpWriter(packet -> {
            stuck.call();
            over.incrementAndGet();
        });
        connection.receive(connection.bind(1), 1);
        connection.clock.advance(Duration.ofMillis(100));
        stuck.awaitInside();
        Thread closer = Thread.ofPlatform().start(connection::close);
        // The stream's end shows that close() is under way.
        Connection.eventually(() -> assertThat(connection.statistics.streamsActive()).isZero());
        stuck.release();
        closer.join();
        assertThat(over).hasValue(1);
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
    }

    /** The grace is long, so that waiting for oneself would be seen. */
    private void closesFromInside(Connection connection, RtpHandler handler, AtomicInteger closed,
            AtomicInteger calledAfterwards) {
        connection.receive(handler, 1);
        connection.clock.advance(Duration.ofMillis(100));
        Connection.eventually(() -> assertThat(closed).hasValue(1));
        Connection.eventually(() -> assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN));
        connection.close();
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        Connection.nothingIsLeft();
        assertThat(closed).as("calls that closed").hasValue(1);
        assertThat(calledAfterwards).as("calls that started after close() had returned").hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesFromItsOwnWriter(boolean elsewhere) {
        Connection connection = estimating(Duration.ofSeconds(60),
                config -> elsewhere ? config.writerExecutor(executor) : config);
        RtpHandler handler = connection.bind(1);
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger calledAfterwards = new AtomicInteger();
        connection.interceptor.bindRtcpWriter(packet -> {
            calledAfterwards.addAndGet(closed.get());
            connection.close();
            closed.incrementAndGet();
        });
        closesFromInside(connection, handler, closed, calledAfterwards);
    }

    @Test
    void closesFromItsOwnListener() {
        Connection connection = estimating(Duration.ofSeconds(60), UnaryOperator.identity());
        // Before anybody listens: the start is told at once, and what is closed cannot be bound.
        RtpHandler handler = connection.bind(1);
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger calledAfterwards = new AtomicInteger();
        connection.interceptor.bindRtcpWriter(packet -> calledAfterwards.addAndGet(closed.get()));
        connection.control.subscribe(estimate -> {
            connection.close();
            closed.incrementAndGet();
        });
        connection.control.subscribe(estimate -> calledAfterwards.addAndGet(closed.get()));
        closesFromInside(connection, handler, closed, calledAfterwards);
    }

    @Test
    void closesFromItsOwnEstimator() {
        AtomicInteger closed = new AtomicInteger();
        List<Connection> self = new ArrayList<>();
        Connection connection = estimating(Duration.ofSeconds(60), config -> config.estimator(onPacket(() -> {
            self.get(0).close();
            closed.incrementAndGet();
        })));
        self.add(connection);
        RtpHandler handler = connection.bind(1);
        AtomicInteger calledAfterwards = new AtomicInteger();
        connection.interceptor.bindRtcpWriter(packet -> calledAfterwards.addAndGet(closed.get()));
        closesFromInside(connection, handler, closed, calledAfterwards);
    }

    @Test
    void anInterruptedCallerWaitsLikeAnyOtherAndStaysInterrupted() {
        Connection connection = estimating();
        connection.receive(connection.bind(1), 1);
        Thread.currentThread().interrupt();
        connection.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(connection.statistics.packetsEstimated()).isEqualTo(1);
    }

    @Test
    void aCallerInterruptedMeanwhileReturnsInTimeAndStaysInterrupted() throws Exception {
        Stuck stuck = new Stuck(Stuck.Way.SWALLOWS_INTERRUPTS);
        Connection connection = withWriter(stuck::call);
        receiveUntilInside(connection, connection.bind(1), stuck);
        AtomicLong tookNs = new AtomicLong();
        AtomicInteger interruptedAfterwards = new AtomicInteger();
        Thread closer = Thread.ofVirtual().start(() -> {
            long startNs = System.nanoTime();
            connection.close();
            tookNs.set(System.nanoTime() - startNs);
            interruptedAfterwards.set(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        while (closer.isAlive()) {
            closer.interrupt();
            Thread.onSpinWait();
        }
        assertThat(Duration.ofNanos(tookNs.get())).isBetween(GRACE.multipliedBy(2), IN_TIME);
        assertThat(interruptedAfterwards).hasValue(1);
        assertThat(connection.control.closeReport().stuck()).singleElement().asString().endsWith("the RTCP writer");
        stuck.release();
        assertThat(connection.control.estimate()).isNotEqualTo(EstimateView.NONE);
    }
}
