package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.ServiceDeclarations;
import org.junit.jupiter.api.Test;

class DelayKalmanProviderTest {
    @Test
    void isFoundByNameAndIsTheDefault() {
        Providers<EstimatorProvider> estimators = Providers.estimators();
        assertThat(estimators.get("delay-kalman")).isInstanceOf(DelayKalmanProvider.class);
        assertThat(estimators.getDefault()).isInstanceOf(DelayKalmanProvider.class);
        assertThat(estimators.getDefault().weight()).isEqualTo(100);
        assertThat(estimators.failures()).isEmpty();
    }

    @Test
    void isDeclaredOnBothPaths() {
        ServiceDeclarations.assertSameOnBothPaths(EstimatorProvider.class, DelayKalmanProvider.class);
    }

    @Test
    void refusesAnOptionItDoesNotKnow() {
        EstimatorConfig config = EstimatorConfig.builder().option("windowSize", "20").build();
        assertThatThrownBy(() -> new DelayKalmanProvider().create(config)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("delay-kalman").hasMessageContaining("windowSize");
    }

    @Test
    void createsIndependentEstimators() {
        DelayKalmanProvider provider = new DelayKalmanProvider();
        assertThat(provider.create(EstimatorConfig.defaults())).isNotSameAs(
                provider.create(EstimatorConfig.defaults()));
    }
}
