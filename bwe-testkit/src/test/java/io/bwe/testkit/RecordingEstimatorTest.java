package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import org.junit.jupiter.api.Test;

class RecordingEstimatorTest {
    private final RecordingEstimator recording = new RecordingEstimator();
    private final Estimator estimator = recording.provider().create(EstimatorConfig.defaults());

    @Test
    void keepsCopiesOfWhatItSees() {
        TestPacket packet = new TestPacket().ssrc(7).sequenceNumber(1);
        estimator.onPacket(packet, 5);
        estimator.onPacket(packet.sequenceNumber(2).ssrc(6), 6);
        assertThat(recording.seen()).extracting(seen -> seen.packet().sequenceNumber()).containsExactly(1, 2);
        assertThat(recording.seen()).extracting(RecordingEstimator.Seen::nowNs).containsExactly(5L, 6L);
        assertThat(EstimatorReading.liveSsrcs(estimator)).containsExactly(6L, 7L);
        assertThat(recording.misuses()).isEmpty();
    }

    @Test
    void saysWhatItIsToldOnceThereWasAPacket() {
        recording.says(42_000);
        assertThat(estimator.hasEstimate()).isFalse();
        assertThat(estimator.estimateBps()).isZero();
        estimator.onPacket(new TestPacket(), 0);
        assertThat(estimator.estimateBps()).isEqualTo(42_000);
    }

    @Test
    void notesTimesThatDecrease() {
        estimator.onPacket(new TestPacket().arrivalTimeNs(10), 10);
        estimator.onTime(9);
        estimator.onPacket(new TestPacket().arrivalTimeNs(9), 11);
        assertThat(recording.misuses()).hasSize(2).first().asString().contains("onTime", "9", "10");
    }

    @Test
    void notesACallDuringACall() {
        recording.onEachPacket(packet -> estimator.onTime(20));
        estimator.onPacket(new TestPacket(), 10);
        assertThat(recording.misuses()).singleElement().asString().contains("onTime", "is inside");
    }
}
