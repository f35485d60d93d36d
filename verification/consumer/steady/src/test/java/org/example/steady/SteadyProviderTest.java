package org.example.steady;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.ServiceDeclarations;
import org.junit.jupiter.api.Test;

class SteadyProviderTest {
    @Test
    void isDeclaredForBothPaths() {
        ServiceDeclarations.assertSameOnBothPaths(EstimatorProvider.class, SteadyProvider.class);
    }

    @Test
    void refusesOptions() {
        EstimatorConfig config = EstimatorConfig.builder().option("headroom", "2").build();
        assertThatThrownBy(() -> new SteadyProvider().create(config)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steady has no option [headroom]");
    }

    @Test
    void startsFromTheStart() {
        EstimatorConfig config = EstimatorConfig.builder().startBps(300_000).build();
        assertThat(new SteadyProvider().create(config).estimateBps()).isEqualTo(300_000);
        assertThat(new SteadyProvider().create(EstimatorConfig.defaults()).hasEstimate()).isFalse();
    }
}
