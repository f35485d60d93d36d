package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.ShadowEstimator;
import io.bwe.remb.RembOptions;
import io.bwe.verification.reliability.RecordedEstimator.Fault;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An estimator that throws or is slow: packets pass, an estimator that goes on says what it says without the fault,
 * packet by packet, and an interceptor beside it notices nothing.
 */
@Timeout(60)
class EstimatorFaultsTest {
    private static final int STEPS = 500;

    private static void fail(boolean now) {
        if (now) {
            throw new IllegalStateException("intended");
        }
    }

    @Test
    void oneThatThrowsNowAndThenIsCountedAndGoesOn() {
        try (FaultScene scene = new FaultScene(packets -> fail(packets % 20 == 0))) {
            scene.run(STEPS);
            scene.assertUnharmed();
            assertThat(scene.estimator.taken).isEqualTo(FaultScene.undisturbed(STEPS));
            assertThat(scene.connection.statistics.estimatorErrors()).isEqualTo(scene.sent() / 20);
            assertThat(scene.connection.statistics.estimatorQuarantined()).isFalse();
            scene.awaitNextRemb();
        }
    }

    @Test
    void nineThrowsInARowAreNotTooMany() {
        try (FaultScene scene = new FaultScene(packets -> fail(packets % 200 >= 191))) {
            scene.run(STEPS);
            scene.assertUnharmed();
            assertThat(scene.estimator.taken).isEqualTo(FaultScene.undisturbed(STEPS));
            assertThat(scene.connection.statistics.estimatorErrors()).isEqualTo(scene.sent() / 200 * 9);
            assertThat(scene.connection.statistics.estimatorQuarantined()).isFalse();
        }
    }

    @Test
    void oneThatAlwaysThrowsIsOutOfActionAfterTenThrowsAndAnotherTakesItsPlace() {
        try (FaultScene scene = new FaultScene(packets -> fail(true)); FaultScene beside = new FaultScene()) {
            for (int i = 0; i < 100; i++) {
                scene.run(1);
                beside.run(1);
            }
            scene.assertUnharmed();
            assertThat(scene.estimator.taken).as("calls of the estimator").hasSize(10);
            assertThat(scene.connection.statistics.estimatorErrors()).isEqualTo(10);
            assertThat(scene.connection.statistics.estimatorQuarantined()).isTrue();
            assertThat(scene.connection.control.estimate()).isSameAs(EstimateView.NONE);
            int rembs = scene.rembs.size();

            beside.assertUnharmed();
            assertThat(beside.estimator.taken).isEqualTo(FaultScene.undisturbed(100));
            assertThat(beside.connection.statistics.estimatorErrors()).isZero();

            RecordedEstimator next = new RecordedEstimator(RecordedEstimator.NONE);
            ShadowEstimator swap = scene.connection.control.shadow(next.provider(), EstimatorConfig.defaults());
            assertThat(scene.rembs).as("no REMB rather than a wrong one").hasSize(rembs);
            swap.takeOver();
            scene.awaitNextRemb();
            assertThat(swap.state()).isEqualTo(ShadowEstimator.State.DRIVING);
            assertThat(scene.connection.statistics.estimatorQuarantined()).isFalse();
            assertThat(scene.connection.statistics.estimatorSwaps()).isEqualTo(1);
        }
    }

    @Test
    void aHundredThrowsInTenSecondsPutItOutOfAction() {
        // Every third packet: 50 a second, so the hundredth comes within the second 2.
        try (FaultScene scene = new FaultScene(packets -> fail(packets % 3 == 0))) {
            scene.run(STEPS);
            scene.assertUnharmed();
            assertThat(scene.connection.statistics.estimatorErrors()).isEqualTo(100);
            assertThat(scene.connection.statistics.estimatorQuarantined()).isTrue();
            assertThat(scene.estimator.taken).isEqualTo(FaultScene.undisturbed(STEPS).subList(0, 300));
        }
    }

    @Test
    void oneThatLoopsSlowlyHoldsUpNoPacketAndLosesNone() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean looping = new AtomicBoolean(true);
        Fault slow = packets -> {
            if (packets == 31) {
                inside.countDown();
                while (looping.get()) {
                    Thread.onSpinWait();
                }
            }
        };
        try (FaultScene scene = new FaultScene(slow); FaultScene beside = new FaultScene()) {
            scene.run(10);
            scene.step();
            scene.connection.clock.advance(FaultScene.stepTime());
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 60; i++) {
                scene.step();
                scene.connection.clock.advance(FaultScene.stepTime());
            }
            assertThat(scene.connection.passedOn).as("passed on while it loops").hasValue(scene.sent());
            assertThat(scene.estimator.taken).hasSize(31);
            beside.run(71);
            looping.set(false);
            scene.run(29);
            scene.assertUnharmed();
            assertThat(scene.estimator.taken).isEqualTo(FaultScene.undisturbed(100));
            assertThat(scene.connection.statistics.estimatorErrors()).isZero();
            beside.assertUnharmed();
            assertThat(beside.estimator.taken).isEqualTo(FaultScene.undisturbed(71));
            scene.awaitNextRemb();
        }
    }

    @Test
    void oneThatIsSlowWithEveryPacketLosesWhatItsQueuesDoNotHoldAndCloses() {
        Duration each = Duration.ofMillis(2);
        Fault slow = packets -> {
            for (long startNs = System.nanoTime(); System.nanoTime() - startNs < each.toNanos();) {
                Thread.onSpinWait();
            }
        };
        FaultScene scene = new FaultScene(slow, config -> config.option(RembOptions.QUEUE_CAPACITY, "16"));
        for (int i = 0; i < 500; i++) {
            scene.step();
            scene.connection.clock.advance(FaultScene.stepTime());
        }
        assertThat(scene.connection.passedOn).hasValue(scene.sent());
        Connection.eventually(() -> assertThat(scene.connection.statistics.packetsEstimated()
                + scene.connection.statistics.packetsDropped()).isEqualTo(scene.sent()));
        assertThat(scene.connection.statistics.packetsDropped()).isPositive();
        assertThat(scene.connection.statistics.packetsEstimated()).isEqualTo(scene.estimator.taken.size());
        scene.awaitNextRemb();
        scene.close();
        assertThat(scene.connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(scene.connection.statistics.workerErrors()).isZero();
    }
}
