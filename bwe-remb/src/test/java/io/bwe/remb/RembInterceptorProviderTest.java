package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.InterceptorProvider;
import io.bwe.testkit.ServiceDeclarations;
import org.junit.jupiter.api.Test;

class RembInterceptorProviderTest {
    @Test
    void isDeclaredTheSameForClassPathAndModulePath() {
        ServiceDeclarations.assertSameOnBothPaths(InterceptorProvider.class, RembInterceptorProvider.class);
    }

    @Test
    void isFoundByNameAndByDefault() {
        assertThat(Providers.interceptors().get("remb")).isInstanceOf(RembInterceptorProvider.class);
        assertThat(Providers.interceptors().getDefault()).isInstanceOf(RembInterceptorProvider.class);
        assertThat(new RembInterceptorProvider().weight()).isEqualTo(100);
    }

    @Test
    void createsAnInterceptorOfItsOwnEachTime() {
        InterceptorConfig config = InterceptorConfig.builder().estimator(new RecordingEstimator().provider()).build();
        try (Interceptor one = new RembInterceptorProvider().create(config);
                Interceptor other = new RembInterceptorProvider().create(config)) {
            assertThat(one).isNotSameAs(other);
            assertThat(one.bandwidthControl()).isPresent();
        }
    }

    @Test
    void refusesBadOptionsBeforeAnythingRuns() {
        InterceptorConfig config = InterceptorConfig.builder().estimator(new RecordingEstimator().provider())
                .option("queue-capacity", "1").build();
        assertThatIllegalArgumentException().isThrownBy(() -> new RembInterceptorProvider().create(config))
                .withMessageContaining("16 to 65536");
    }
}
