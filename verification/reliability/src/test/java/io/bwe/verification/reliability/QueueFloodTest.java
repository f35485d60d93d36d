package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.remb.RembOptions;
import io.bwe.verification.reliability.RecordedEstimator.Taken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream gets ten times the packets its queue holds, again and again: the others lose nothing, and media passes. */
@Timeout(60)
class QueueFloodTest {
    private static final int CAPACITY = 64;
    private static final int FLOODS = 20;
    private static final long FLOODED = 1;

    private static FaultScene scene() {
        return new FaultScene(RecordedEstimator.NONE,
                config -> config.option(RembOptions.QUEUE_CAPACITY, Integer.toString(CAPACITY)));
    }

    private record Arrival(long ssrc, long arrivalTimeNs) {
    }

    private static List<Arrival> arrivalsOfTheOthers(FaultScene scene) {
        return scene.estimator.taken.stream().filter(packet -> packet.ssrc() != FLOODED)
                .map(packet -> new Arrival(packet.ssrc(), packet.arrivalTimeNs())).toList();
    }

    @Test
    void dropsAreCountedMediaPassesAndTheOtherStreamsAreUnharmed() {
        try (FaultScene scene = scene(); FaultScene undisturbed = scene()) {
            long droppedBefore = 0;
            for (int flood = 1; flood <= FLOODS; flood++) {
                undisturbed.step();
                undisturbed.connection.settle();
                undisturbed.connection.estimated(undisturbed.sent());

                // The clock stands still, so nothing is released and no place becomes free.
                scene.step();
                List<ByteBuffer> packets = new ArrayList<>();
                for (int i = 1; i < 10 * CAPACITY; i++) {
                    packets.add(scene.connection.packet(FLOODED));
                }
                packets.forEach(packet -> scene.handler(FLOODED).onRtp(packet));
                long offered = (long) flood * (10 * CAPACITY + 2);
                assertThat(scene.connection.passedOn).hasValue(offered);
                // Its queue's worth, and at its start as much again that came before it had a task.
                long dropped = scene.connection.statistics.packetsDropped();
                assertThat(dropped - droppedBefore).isBetween(8L * CAPACITY, 9L * CAPACITY);
                droppedBefore = dropped;
                scene.connection.settle();
                scene.connection.estimated(offered - dropped);
            }
            assertThat(arrivalsOfTheOthers(scene)).isEqualTo(arrivalsOfTheOthers(undisturbed))
                    .hasSize(FLOODS * (FaultScene.STREAMS - 1));
            // The newest are dropped: what is kept of each flood begins with its first packets, without a gap.
            List<Integer> kept = scene.estimator.takenOf(FLOODED).stream().map(Taken::sequenceNumber).toList();
            assertThat(kept).hasSize((int) (FLOODS * 10L * CAPACITY - droppedBefore));
            for (int flood = 0; flood < FLOODS; flood++) {
                // Sequence numbers are those of the connection: first came one packet of each stream.
                int first = flood * (10 * CAPACITY + FaultScene.STREAMS - 1);
                assertThat(kept).contains(first).containsSequence(IntStream
                        .range(first + FaultScene.STREAMS, first + FaultScene.STREAMS + CAPACITY - 1).boxed().toList());
            }
            assertThat(scene.connection.statistics.packetsLate()).isZero();
            assertThat(scene.connection.statistics.workerErrors()).isZero();
            assertThat(scene.connection.statistics.packetsUntracked()).isZero();

            long dropped = scene.connection.statistics.packetsDropped();
            scene.awaitNextRemb();
            assertThat(scene.connection.statistics.packetsDropped()).as("after the floods").isEqualTo(dropped);
        }
    }
}
