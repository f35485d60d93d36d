package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.testkit.ServiceDeclarations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DelayProvidersTest {
    static List<EstimatorProvider> providers() {
        return List.of(new DelayKalmanProvider(), new DelayTrendlineProvider(), new DelayRtpProvider(),
                new AutoProvider());
    }

    @Test
    void areFoundByNameAndKalmanIsTheDefault() {
        Providers<EstimatorProvider> estimators = Providers.estimators();
        assertThat(estimators.get("delay-kalman")).isInstanceOf(DelayKalmanProvider.class);
        assertThat(estimators.get("delay-trendline")).isInstanceOf(DelayTrendlineProvider.class);
        assertThat(estimators.get("delay-rtp")).isInstanceOf(DelayRtpProvider.class);
        assertThat(estimators.get("auto")).isInstanceOf(AutoProvider.class);
        assertThat(estimators.all()).hasSize(4).extracting(EstimatorProvider::weight).containsExactly(100, 50, 50, 50);
        assertThat(estimators.getDefault()).isInstanceOf(DelayKalmanProvider.class);
        assertThat(estimators.failures()).isEmpty();
    }

    @Test
    void areDeclaredOnBothPaths() {
        ServiceDeclarations.assertSameOnBothPaths(EstimatorProvider.class, DelayKalmanProvider.class);
    }

    @Test
    void thoseThatGoByRtpTimestampsWorkWithoutSendTime() {
        assertThat(providers().stream().filter(EstimatorProvider::worksWithoutSendTime).map(EstimatorProvider::name))
                .containsExactly("delay-rtp", "auto");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refuseAnOptionTheyDoNotKnow(EstimatorProvider provider) {
        EstimatorConfig config = EstimatorConfig.builder().option("windowSize", "20").build();
        assertThatThrownBy(() -> provider.create(config)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(provider.name()).hasMessageContaining("windowSize");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void createIndependentEstimators(EstimatorProvider provider) {
        assertThat(provider.create(EstimatorConfig.defaults())).isNotSameAs(
                provider.create(EstimatorConfig.defaults()));
    }
}
