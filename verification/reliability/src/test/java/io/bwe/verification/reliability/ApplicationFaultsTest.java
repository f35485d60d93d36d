package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimateView;
import io.bwe.remb.RembOptions;
import io.bwe.remb.RembPacket;
import io.bwe.verification.reliability.RecordedEstimator.Taken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A writer, its executor or a listener that throws, returns late or blocks: packets pass, and the estimator says what it
 * says without the fault, packet by packet.
 */
@Timeout(60)
class ApplicationFaultsTest {
    private static final int STEPS = 200;

    private static List<Taken> undisturbed() {
        return FaultScene.undisturbed(STEPS);
    }

    private static void assertEstimatesAsUndisturbed(FaultScene scene) {
        scene.assertUnharmed();
        assertThat(scene.estimator.taken).isEqualTo(undisturbed());
        assertThat(scene.connection.statistics.estimatorErrors()).isZero();
    }

    @Test
    void aWriterThatThrowsIsCountedEachTimeAndRembsResume() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean(true);
        try (FaultScene scene = new FaultScene()) {
            scene.connection.interceptor.bindRtcpWriter(packet -> {
                if (broken.get()) {
                    calls.incrementAndGet();
                    throw new IllegalStateException("intended");
                }
                scene.rembs.addAll(RembPacket.decode(packet));
            });
            scene.connection.control.subscribe(estimate -> told.incrementAndGet());
            scene.run(STEPS);
            assertEstimatesAsUndisturbed(scene);
            Connection.eventually(() -> assertThat(scene.connection.statistics.writerErrors()).isEqualTo(calls.get()));
            assertThat(calls.get()).isGreaterThan(10);
            assertThat(scene.connection.statistics.rembsSentOnInterval()
                    + scene.connection.statistics.rembsSentOnDecrease()).isZero();
            assertThat(told).hasPositiveValue();
            assertThat(scene.connection.statistics.listenerErrors()).isZero();
            broken.set(false);
            scene.awaitNextRemb();
        }
    }

    @Test
    void aWriterThatReturnsLateGetsTheNewest() {
        try (FaultScene scene = new FaultScene()) {
            List<RembPacket> written = new CopyOnWriteArrayList<>();
            scene.connection.interceptor.bindRtcpWriter(packet -> {
                written.addAll(RembPacket.decode(packet));
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            });
            scene.run(STEPS);
            assertEstimatesAsUndisturbed(scene);
            assertThat(scene.connection.statistics.writerErrors()).isZero();
            // The last one written is the last one due, however many were passed over.
            Connection.eventually(() -> {
                scene.step();
                scene.connection.clock.advance(FaultScene.stepTime());
                assertThat(written.getLast().bitrateBps()).isCloseTo(scene.connection.control.estimate().estimateBps(),
                        withPercentage(1));
            });
            Connection.eventually(() -> assertThat(scene.connection.statistics.rembsSentOnInterval()
                    + scene.connection.statistics.rembsSentOnDecrease()).isEqualTo(written.size()));
        }
    }

    @Test
    void aWriterThatBlocksHoldsUpNothingElse() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (FaultScene scene = new FaultScene()) {
            scene.connection.interceptor.bindRtcpWriter(packet -> {
                inside.countDown();
                awaitStubbornly(release);
                scene.rembs.addAll(RembPacket.decode(packet));
            });
            scene.run(STEPS);
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            assertEstimatesAsUndisturbed(scene);
            assertThat(scene.rembs).isEmpty();
            release.countDown();
            scene.awaitNextRemb();
            assertThat(scene.connection.statistics.writerErrors()).isZero();
        } finally {
            release.countDown();
        }
    }

    @Test
    void anExecutorThatRefusesIsCountedAndRembsResume() {
        AtomicInteger refusals = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean(true);
        Executor executor = write -> {
            if (broken.get()) {
                refusals.incrementAndGet();
                throw new RejectedExecutionException("intended");
            }
            write.run();
        };
        try (FaultScene scene = new FaultScene(RecordedEstimator.NONE, config -> config.writerExecutor(executor))) {
            scene.run(STEPS);
            assertEstimatesAsUndisturbed(scene);
            Connection.eventually(
                    () -> assertThat(scene.connection.statistics.writerErrors()).isEqualTo(refusals.get()));
            assertThat(refusals.get()).isGreaterThan(10);
            broken.set(false);
            scene.awaitNextRemb();
        }
    }

    @Test
    void aListenerThatThrowsIsCountedEachTimeAndTheOthersAreTold() {
        AtomicInteger calls = new AtomicInteger();
        List<EstimateView> told = new CopyOnWriteArrayList<>();
        try (FaultScene scene = new FaultScene()) {
            scene.connection.control.subscribe(estimate -> {
                calls.incrementAndGet();
                throw new IllegalStateException("intended");
            });
            scene.connection.control.subscribe(told::add);
            scene.run(STEPS);
            assertEstimatesAsUndisturbed(scene);
            Connection.eventually(() -> assertThat(told.getLast().estimateBps())
                    .isEqualTo(scene.connection.control.estimate().estimateBps()));
            Connection.eventually(() -> assertThat(told).hasSize(calls.get()));
            assertThat(told).hasSizeGreaterThan(3);
            assertThat(scene.connection.statistics.listenerErrors()).isEqualTo(calls.get());
            assertThat(scene.connection.statistics.writerErrors()).isZero();
            scene.awaitNextRemb();
        }
    }

    @Test
    void aWriterThatNeverReturnsDoesNotKeepOthersFromClosing() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        FaultScene scene = new FaultScene(RecordedEstimator.NONE,
                config -> config.option(RembOptions.CLOSE_GRACE, "100ms"));
        FaultScene beside = new FaultScene();
        try {
            scene.connection.interceptor.bindRtcpWriter(packet -> {
                inside.countDown();
                awaitStubbornly(release);
            });
            scene.run(10);
            Connection.eventually(() -> assertThat(inside.getCount()).isZero());
            scene.close();
            assertThat(scene.connection.control.closeReport().stuck()).singleElement().asString()
                    .contains("the RTCP writer");
            beside.run(STEPS);
            assertEstimatesAsUndisturbed(beside);
            beside.awaitNextRemb();
            long passed = scene.connection.passedOn.get();
            scene.step();
            assertThat(scene.connection.passedOn).as("after close").hasValue(passed + FaultScene.STREAMS);
        } finally {
            release.countDown();
            beside.close();
            assertThat(beside.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        }
    }

    /** Whatever interrupts. */
    private static void awaitStubbornly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
