package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.HeaderExtension;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamStatistics;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.LiveThreads;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets on SSRCs that nobody knows, few and very many: what is bound is estimated as if they were not there. */
@Timeout(60)
class SsrcFaultsTest {
    private static final int CAP = 8;
    private static final long FIRST_UNKNOWN = 100;
    private static final long SEED = 20_240_518;

    private static RtpHandler unsignalled(FaultScene scene) {
        return scene.connection.interceptor.unsignalledRtp(
                List.of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, Connection.SEND_TIME_ID)),
                (packet, arrivalTimeNs, ordinal) -> scene.connection.passedOn.incrementAndGet());
    }

    private static FaultScene capped() {
        return new FaultScene(RecordedEstimator.NONE,
                config -> config.option(RembOptions.MAX_UNSIGNALLED, Integer.toString(CAP)));
    }

    @Test
    void packetsOfUnknownSsrcsArePassedOnCountedAndLeaveNoTrace() {
        int steps = 100;
        int strangersPerStep = 5;
        try (FaultScene scene = new FaultScene()) {
            for (int i = 0; i < steps; i++) {
                for (int k = 0; k < strangersPerStep; k++) {
                    scene.connection.receive(scene.handler(1 + k % FaultScene.STREAMS), FIRST_UNKNOWN + i + k);
                }
                scene.run(1);
            }
            int strangers = steps * strangersPerStep;
            assertThat(scene.connection.passedOn).hasValue(scene.sent() + strangers);
            assertThat(scene.connection.statistics.packetsUntracked()).isEqualTo(strangers);
            assertThat(scene.connection.statistics.streamsStarted()).isEqualTo(FaultScene.STREAMS);
            assertThat(scene.connection.statistics.workerErrors()).isZero();
            // Sequence numbers aside, which the strangers' packets have in between.
            assertThat(scene.estimator.taken).usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                    "sequenceNumber").isEqualTo(FaultScene.undisturbed(steps));
            scene.awaitNextRemb();
        }
    }

    @Test
    void theOldestIdleMakeRoomOnceTheyAreIdleAndAreCounted() {
        try (FaultScene scene = capped()) {
            RtpHandler handler = unsignalled(scene);
            for (int i = 1; i <= 2; i++) {
                // With its second packet a stream gets a task; the first comes to it through the common intake.
                LongStream.range(FIRST_UNKNOWN, FIRST_UNKNOWN + CAP).forEach(ssrc -> {
                    scene.connection.receive(handler, ssrc);
                    scene.connection.settle();
                });
                scene.connection.estimated(i * CAP);
            }
            // Nobody has been silent for long, so there is no room.
            scene.connection.receive(handler, 1_000);
            scene.connection.settle();
            Connection.eventually(() -> assertThat(scene.connection.statistics.packetsUntracked()).isEqualTo(1));
            assertThat(scene.connection.statistics.streamsEnded(StreamEnd.EVICTED)).isZero();

            scene.connection.clock.advance(Duration.ofMillis(600));
            // The eldest but one speaks again, so the eldest and the third have to go.
            scene.connection.receive(handler, FIRST_UNKNOWN + 1);
            scene.connection.settle();
            scene.connection.estimated(2 * CAP + 1);
            for (long newcomer = 2_000; newcomer < 2_002; newcomer++) {
                scene.connection.receive(handler, newcomer);
                scene.connection.settle();
            }
            scene.connection.estimated(2 * CAP + 3);
            scene.connection.settle();
            Connection.eventually(
                    () -> assertThat(scene.connection.statistics.streamsEnded(StreamEnd.EVICTED)).isEqualTo(2));
            Connection.eventually(() -> assertThat(scene.connection.statistics.streams())
                    .extracting(StreamStatistics::ssrc).contains(FIRST_UNKNOWN + 1, 2_000L, 2_001L)
                    .doesNotContain(FIRST_UNKNOWN, FIRST_UNKNOWN + 2, 1_000L).hasSize(CAP + FaultScene.STREAMS));
            Connection.eventually(() -> assertThat(scene.connection.control.estimate().liveSsrcs())
                    .contains(FIRST_UNKNOWN + 1, 2_000, 2_001).doesNotContain(FIRST_UNKNOWN, FIRST_UNKNOWN + 2));
            assertThat(scene.connection.statistics.packetsUntracked()).isEqualTo(1);
            assertThat(scene.connection.statistics.workerErrors()).isZero();
        }
    }

    @Test
    void aFloodOfRandomSsrcsIsBoundedAndCountedToTheLastPacket() {
        int steps = 200;
        int strangersPerStep = 250;
        Random random = new Random(SEED);
        try (FaultScene scene = capped()) {
            RtpHandler handler = unsignalled(scene);
            for (int i = 0; i < steps; i++) {
                for (int k = 0; k < strangersPerStep; k++) {
                    scene.connection.receive(handler, FIRST_UNKNOWN + (random.nextInt() & 0x7FFF_FFFF));
                }
                scene.step();
                scene.connection.settle();
                assertThat(scene.connection.statistics.streams()).as("tracked, seed " + SEED)
                        .hasSizeLessThanOrEqualTo(2 * CAP + FaultScene.STREAMS);
            }
            long offered = scene.sent() + (long) steps * strangersPerStep;
            assertThat(scene.connection.passedOn).hasValue(offered);
            Connection.eventually(() -> assertThat(scene.connection.statistics.packetsEstimated()
                    + scene.connection.statistics.packetsUntracked() + scene.connection.statistics.packetsDropped())
                    .as("estimated, untracked, dropped").isEqualTo(offered));
            assertThat(LiveThreads.named("bwe-stream-")).hasSizeLessThanOrEqualTo(2 * CAP + FaultScene.STREAMS + 1);
            for (long ssrc = 1; ssrc <= FaultScene.STREAMS; ssrc++) {
                assertThat(scene.estimator.takenOf(ssrc)).as("packets of stream " + ssrc).hasSize(steps);
            }
            assertThat(scene.estimator.taken).hasSize((int) scene.connection.statistics.packetsEstimated());
            assertThat(scene.connection.statistics.packetsUntracked()).isGreaterThan(offered / 2);
            assertThat(scene.connection.statistics.workerErrors()).isZero();
            scene.awaitNextRemb();
        }
    }
}
