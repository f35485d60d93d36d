package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.ServiceDeclarations;
import org.junit.jupiter.api.Test;

class StandingQueueProviderTest {
    private final EstimatorProvider provider = new StandingQueueProvider();

    @Test
    void isFoundByName() {
        Providers<EstimatorProvider> estimators = Providers.estimators();
        assertThat(estimators.get("standing-queue")).isInstanceOf(StandingQueueProvider.class);
        assertThat(estimators.failures()).isEmpty();
    }

    @Test
    void isNotTheDefaultBesideDelayKalman() {
        assertThat(provider.weight()).isEqualTo(50);
    }

    @Test
    void isDeclaredOnBothPaths() {
        ServiceDeclarations.assertSameOnBothPaths(EstimatorProvider.class, StandingQueueProvider.class);
    }

    @Test
    void needsSendTimes() {
        assertThat(provider.worksWithoutSendTime()).isFalse();
    }

    @Test
    void refusesAnOptionItDoesNotKnow() {
        EstimatorConfig config = EstimatorConfig.builder().option("windowSize", "20").build();
        assertThatThrownBy(() -> provider.create(config)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("standing-queue").hasMessageContaining("windowSize");
    }
}
