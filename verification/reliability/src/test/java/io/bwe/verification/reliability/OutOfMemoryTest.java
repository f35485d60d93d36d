package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimateView;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembPacket;
import io.bwe.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Want of memory in a task does not silently stop the REMBs, wherever it strikes: it is counted, and when there is
 * memory again the REMBs are there again, every packet that was queued is estimated, and the interceptor closes.
 */
@Timeout(120)
class OutOfMemoryTest {
    private static final int STEPS = 60;

    /** A clock that fails in tasks of the library whose names begin with this, so many times, from a certain call on. */
    private static final class FailingClock implements NanoClock {
        /** In calls that were no part of reporting a failure. */
        final AtomicInteger thrown = new AtomicInteger();
        private final AtomicInteger thrownInLog = new AtomicInteger();
        private final ManualClock clock;
        private final String task;
        private final AtomicInteger callsBefore = new AtomicInteger(Integer.MAX_VALUE);
        private final AtomicInteger left = new AtomicInteger();
        private volatile String method;

        FailingClock(ManualClock clock, String task) {
            this.clock = clock;
            this.task = task;
        }

        void failAfter(int calls, int times) {
            left.set(times);
            callsBefore.set(calls);
        }

        /** Fails only where this method of the library is under way. */
        void failIn(String name, int times) {
            method = name;
            failAfter(0, times);
        }

        private boolean isAimedAt() {
            String name = method;
            return name == null || StackWalker.getInstance()
                    .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(name)));
        }

        @Override
        public long nanoTime() {
            if (Thread.currentThread().getName().startsWith(task) && isAimedAt() && callsBefore.getAndDecrement() <= 0
                    && left.getAndDecrement() > 0) {
                (isForTheLog() ? thrownInLog : thrown).incrementAndGet();
                throw new OutOfMemoryError("intended");
            }
            return clock.nanoTime();
        }

        /** The log asks for the time, too, while a failure is reported; that it fails then is not one more. */
        private static boolean isForTheLog() {
            return StackWalker.getInstance()
                    .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals("io.bwe.remb.TroubleLog")));
        }

        boolean hasFailed() {
            return left.get() <= 0;
        }
    }

    /** A scene whose clock can fail. */
    private static final class Scene implements AutoCloseable {
        final FailingClock clock;
        final FaultScene scene;

        Scene(String task) {
            this(task, UnaryOperator.identity());
        }

        Scene(String task, UnaryOperator<InterceptorConfig.Builder> settings) {
            ManualClock manual = new ManualClock(1_000_000_000L);
            clock = new FailingClock(manual, task);
            scene = new FaultScene(RecordedEstimator.NONE, settings, manual, clock);
        }

        void assertGoesOnAndCloses() {
            scene.awaitNextRemb();
            Connection.eventually(() -> {
                scene.connection.clock.advance(FaultScene.stepTime());
                assertThat(scene.connection.statistics.packetsEstimated()).isEqualTo(scene.sent());
            });
            assertThat(scene.connection.passedOn).hasValue(scene.sent());
            assertThat(scene.connection.statistics.packetsDropped()).isZero();
            assertThat(scene.connection.statistics.estimatorErrors()).isZero();
            assertThat(scene.connection.statistics.streamsStarted()).as("tasks: the first go on")
                    .isEqualTo(FaultScene.STREAMS);
            assertThat(scene.connection.statistics.streamsEnded(StreamEnd.CLOSE)).isZero();
            scene.close();
            assertThat(scene.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
            assertThat(scene.connection.statistics.streamsActive()).isZero();
        }

        void assertEachFailureCounted() {
            assertThat(clock.thrown).hasPositiveValue();
            assertThat(scene.connection.statistics.workerErrors()).isEqualTo(clock.thrown.get());
        }

        @Override
        public void close() {
            scene.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bwe-transport-", "bwe-stream-", "bwe-"})
    void whereverItStrikesATaskOnce(String task) {
        for (int calls = 0; calls < 12; calls++) {
            try (Scene scene = new Scene(task)) {
                scene.scene.run(2);
                scene.clock.failAfter(calls, 1);
                scene.scene.run(5);
                Connection.eventually(() -> {
                    scene.scene.step();
                    scene.scene.connection.clock.advance(FaultScene.stepTime());
                    assertThat(scene.clock.hasFailed()).isTrue();
                });
                scene.assertGoesOnAndCloses();
                assertThat(scene.scene.connection.statistics.workerErrors()).as("after " + calls + " calls")
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"bwe-transport-", "bwe-stream-", "bwe-"})
    void manyTimesInARow(String task) {
        try (Scene scene = new Scene(task)) {
            scene.scene.run(2);
            scene.clock.failAfter(0, 40);
            Connection.eventually(() -> {
                if (scene.scene.sent() < FaultScene.STREAMS * STEPS) {
                    scene.scene.step();
                }
                scene.scene.connection.clock.advance(FaultScene.stepTime());
                assertThat(scene.clock.hasFailed()).isTrue();
            });
            scene.assertGoesOnAndCloses();
            scene.assertEachFailureCounted();
        }
    }

    @Test
    void fromTheBeginning() {
        try (Scene scene = new Scene("bwe-")) {
            scene.clock.failAfter(0, 10);
            scene.assertGoesOnAndCloses();
            scene.assertEachFailureCounted();
        }
    }

    @ParameterizedTest(name = "after {0} calls")
    @ValueSource(ints = {0, 1, 2, 3})
    void whileItCloses(int calls) {
        try (Scene scene = new Scene("bwe-")) {
            scene.scene.run(20);
            scene.scene.step();
            scene.clock.failAfter(calls, 3);
            scene.scene.close();
            assertThat(scene.scene.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
            scene.assertEachFailureCounted();
            assertThat(scene.scene.connection.statistics.packetsEstimated()).isEqualTo(scene.scene.sent());
            assertThat(scene.scene.connection.statistics.streamsActive()).isZero();
        }
    }

    @Test
    void whenAllButTheLastPacketsIsDone() {
        try (Scene scene = new Scene("bwe-transport-")) {
            scene.scene.run(20);
            scene.scene.step();
            scene.clock.failIn("estimateWhatIsLeft", 3);
            scene.scene.close();
            assertThat(scene.scene.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
            scene.assertEachFailureCounted();
            assertThat(scene.scene.connection.statistics.packetsEstimated()).isEqualTo(scene.scene.sent());
        }
    }

    @Test
    void onThePathOfAPacketWhichIsPassedOnAllTheSame() {
        ManualClock manual = new ManualClock(1_000_000_000L);
        FailingClock clock = new FailingClock(manual, Thread.currentThread().getName());
        try (FaultScene scene = new FaultScene(RecordedEstimator.NONE, UnaryOperator.identity(), manual, clock)) {
            scene.run(2);
            clock.failAfter(0, 1);
            RtpHandler handler = scene.handler(1);
            handler.onRtp(scene.connection.packet(1));
            assertThat(clock.thrown).hasValue(1);
            assertThat(scene.connection.passedOn).hasValue(scene.sent() + 1);
            assertThat(scene.connection.statistics.workerErrors()).isEqualTo(1);
            scene.awaitNextRemb();
        }
    }

    @Test
    void inTheEstimatorWhichIsNotPutOutOfActionForIt() {
        int lacking = 30;
        try (FaultScene scene = new FaultScene(packets -> {
            if (packets > 60 && packets <= 60 + lacking) {
                throw new OutOfMemoryError("intended");
            }
        })) {
            scene.run(28);
            Connection.eventually(() -> assertThat(scene.connection.control.estimate()).as("while it lasts")
                    .isSameAs(EstimateView.NONE));
            scene.run(STEPS - 28);
            scene.assertUnharmed();
            assertThat(scene.estimator.taken).isEqualTo(FaultScene.undisturbed(STEPS));
            assertThat(scene.connection.statistics.estimatorErrors()).isEqualTo(lacking);
            assertThat(scene.connection.statistics.estimatorQuarantined()).isFalse();
            scene.awaitNextRemb();
        }
    }

    @Test
    void inTheWriterAndInAListener() {
        AtomicBoolean lacking = new AtomicBoolean(true);
        AtomicInteger writes = new AtomicInteger();
        AtomicInteger tellings = new AtomicInteger();
        try (FaultScene scene = new FaultScene()) {
            scene.connection.interceptor.bindRtcpWriter(packet -> {
                lack(lacking, writes);
                scene.rembs.addAll(RembPacket.decode(packet));
            });
            scene.connection.control.subscribe(estimate -> lack(lacking, tellings));
            scene.run(STEPS);
            scene.assertUnharmed();
            assertThat(scene.estimator.taken).isEqualTo(FaultScene.undisturbed(STEPS));
            Connection.eventually(() -> assertThat(scene.connection.statistics.writerErrors()).isEqualTo(writes.get()));
            Connection.eventually(
                    () -> assertThat(scene.connection.statistics.listenerErrors()).isEqualTo(tellings.get()));
            assertThat(writes).hasPositiveValue();
            assertThat(tellings).hasPositiveValue();
            lacking.set(false);
            scene.awaitNextRemb();
        }
    }

    @Test
    void inTheExecutorOfTheWriter() {
        AtomicBoolean lacking = new AtomicBoolean(true);
        AtomicInteger refusals = new AtomicInteger();
        try (FaultScene scene = new FaultScene(RecordedEstimator.NONE, config -> config.writerExecutor(write -> {
            lack(lacking, refusals);
            write.run();
        }))) {
            scene.run(STEPS);
            scene.assertUnharmed();
            Connection.eventually(
                    () -> assertThat(scene.connection.statistics.writerErrors()).isEqualTo(refusals.get()));
            assertThat(refusals).hasPositiveValue();
            lacking.set(false);
            scene.awaitNextRemb();
        }
    }

    private static void lack(AtomicBoolean lacking, AtomicInteger times) {
        if (lacking.get()) {
            times.incrementAndGet();
            throw new OutOfMemoryError("intended");
        }
    }

    @Test
    void inTheLogThatIsToTellOfIt() {
        AtomicInteger logged = new AtomicInteger();
        Handler broken = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.incrementAndGet();
                throw new OutOfMemoryError("intended");
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger log = Logger.getLogger("io.bwe.remb");
        log.addHandler(broken);
        try (Scene scene = new Scene("bwe-transport-")) {
            scene.scene.run(2);
            scene.clock.failAfter(0, 3);
            scene.assertGoesOnAndCloses();
            scene.assertEachFailureCounted();
            assertThat(logged).hasPositiveValue();
        } finally {
            log.removeHandler(broken);
        }
    }

    @Test
    void inEarnest() {
        // The serial collector: with G1, JDK 25 loses virtual threads in a full heap nearly always, not once in fifty.
        FreshJvm famine = FreshJvm.of(Famine.class).options("-Xmx32m", "-XX:+UseSerialGC",
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");
        for (int attempt = 1; attempt <= 3; attempt++) {
            FreshJvm.Ended ended = famine.run(Duration.ofSeconds(Extent.of(90, 240)),
                    Integer.toString(Extent.of(3, 20)));
            if (ended.exitCode() != Famine.UNDECIDED) {
                assertThat(ended.exitCode()).as(ended.output()).isZero();
                return;
            }
        }
        abort("undecided each time");
    }
}
