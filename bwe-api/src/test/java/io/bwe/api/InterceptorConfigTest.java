package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.spi.EstimatorProvider;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class InterceptorConfigTest {
    @Test
    void theDefaultsNeedNothing() {
        InterceptorConfig defaults = InterceptorConfig.defaults();
        assertThat(defaults.estimatorConfig()).isSameAs(EstimatorConfig.defaults());
        assertThat(defaults.clock()).isSameAs(NanoClock.SYSTEM);
        assertThat(defaults.writerExecutor()).isEmpty();
        assertThat(defaults.options()).isEmpty();
    }

    @Test
    void whatIsSetIsKept() {
        EstimatorConfig estimatorConfig = EstimatorConfig.builder().minBps(10_000).build();
        NanoClock clock = () -> 5;
        Executor executor = Runnable::run;
        InterceptorConfig config = InterceptorConfig.builder().estimatorConfig(estimatorConfig).clock(clock)
                .writerExecutor(executor).option("interval", "2s").options(Map.of("tick", "5ms", "interval", "3s"))
                .build();
        assertThat(config.estimatorConfig()).isSameAs(estimatorConfig);
        assertThat(config.clock()).isSameAs(clock);
        assertThat(config.writerExecutor()).containsSame(executor);
        assertThat(config.options()).isEqualTo(Map.of("interval", "3s", "tick", "5ms"));
    }

    @Test
    void theEstimatorIsTheDefaultUnlessChosen() {
        assertThat(InterceptorConfig.defaults().estimatorProvider()).isInstanceOf(NamedEstimators.OnClassPath.class);
    }

    @Test
    void theEstimatorIsFoundByNameWhenItIsAskedFor() {
        InterceptorConfig unknown = InterceptorConfig.builder().estimator("gamma").build();
        assertThatThrownBy(unknown::estimatorProvider).isInstanceOf(ProviderException.class)
                .hasMessageContaining("'gamma'").hasMessageContaining("on-class-path");
        assertThat(InterceptorConfig.builder().estimator("on-class-path").build().estimatorProvider())
                .isInstanceOf(NamedEstimators.OnClassPath.class);
    }

    @Test
    void theLastChoiceOfAnEstimatorHolds() {
        EstimatorProvider given = new NamedEstimators.Alpha();
        assertThat(InterceptorConfig.builder().estimator("gamma").estimator(given).build().estimatorProvider())
                .isSameAs(given);
        assertThat(InterceptorConfig.builder().estimator(given).estimator("on-class-path").build().estimatorProvider())
                .isInstanceOf(NamedEstimators.OnClassPath.class);
    }

    @Test
    void aConfigurationDoesNotChangeWithItsBuilder() {
        InterceptorConfig.Builder builder = InterceptorConfig.builder().option("interval", "2s");
        InterceptorConfig before = builder.build();
        builder.option("interval", "3s");
        assertThat(before.options()).isEqualTo(Map.of("interval", "2s"));
        assertThatThrownBy(() -> before.options().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shadowsAreLookedUpWhenTheyAreAskedForAndKeepTheirOrder() {
        EstimatorProvider given = new NamedEstimators.Alpha();
        InterceptorConfig config = InterceptorConfig.builder().shadow(given).shadow("on-class-path").build();
        assertThat(config.shadowProviders()).hasSize(2).first().isSameAs(given);
        assertThat(config.shadowProviders().get(1)).isInstanceOf(NamedEstimators.OnClassPath.class);
        assertThat(InterceptorConfig.defaults().shadowProviders()).isEmpty();
        InterceptorConfig unknown = InterceptorConfig.builder().shadow("gamma").build();
        assertThatThrownBy(unknown::shadowProviders).isInstanceOf(ProviderException.class)
                .hasMessageContaining("'gamma'");
    }
}
