package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import org.junit.jupiter.api.Test;

class ConstantEstimatorTest {
    private final Estimator estimator = new ConstantEstimator.Provider().create(EstimatorConfig.defaults());

    @Test
    void saysTheSameFromTheFirstPacketOn() {
        assertThat(estimator.hasEstimate()).isFalse();
        assertThat(estimator.estimateBps()).isZero();
        assertThat(estimator.onPacket(new TestPacket().ssrc(7), 1)).isTrue();
        assertThat(estimator.estimateBps()).isEqualTo(1_000_000);
        assertThat(EstimatorReading.liveSsrcs(estimator)).containsExactly(7L);
        estimator.removeStream(7, 2);
        assertThat(EstimatorReading.liveSsrcs(estimator)).isEmpty();
        assertThat(estimator.estimateBps()).isEqualTo(1_000_000);
        estimator.reset();
        assertThat(estimator.hasEstimate()).isFalse();
    }

    @Test
    void allocatesNothing() {
        TestPacket packet = new TestPacket();
        Runnable packets = () -> {
            for (int i = 0; i < 1_000; i++) {
                estimator.onPacket(packet, i);
            }
        };
        packets.run();
        assertThat(AllocationProbe.steadyBytesAllocatedBy(packets)).isZero();
    }
}
