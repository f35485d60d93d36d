package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EstimatorConfigTest {
    private static final String BPS_RANGE = "allowed is 1000 to 100000000000";

    private static EstimatorConfig.Builder config() {
        return EstimatorConfig.builder();
    }

    @Test
    void theDefaultsAreThoseOfLibwebrtc() {
        EstimatorConfig defaults = EstimatorConfig.defaults();
        assertThat(defaults.minBps()).isEqualTo(5_000);
        assertThat(defaults.maxBps()).isEmpty();
        assertThat(defaults.startBps()).isEmpty();
        assertThat(defaults.idleTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(defaults.options()).isEmpty();
    }

    @Test
    void whatIsSetIsKept() {
        EstimatorConfig config = config().minBps(50_000).startBps(300_000).maxBps(2_500_000)
                .idleTimeout(Duration.ofSeconds(5)).option("window", "20").build();
        assertThat(config.minBps()).isEqualTo(50_000);
        assertThat(config.startBps()).hasValue(300_000);
        assertThat(config.maxBps()).hasValue(2_500_000);
        assertThat(config.idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.options()).isEqualTo(Map.of("window", "20"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 100_000_000_000L})
    void theEndsOfTheRangeAreAllowed(long bps) {
        EstimatorConfig config = config().minBps(bps).startBps(bps).maxBps(bps).build();
        assertThat(config.minBps()).isEqualTo(bps);
        assertThat(config.startBps()).hasValue(bps);
        assertThat(config.maxBps()).hasValue(bps);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 999, 100_000_000_001L, Long.MAX_VALUE})
    void whatIsBeyondIsRefusedWithTheRange(long bps) {
        assertThatThrownBy(config().minBps(bps)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minBps " + bps + " is out of range; " + BPS_RANGE);
        assertThatThrownBy(config().maxBps(bps)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBps " + bps + " is out of range; " + BPS_RANGE);
        assertThatThrownBy(config().startBps(bps)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("startBps " + bps + " is out of range; " + BPS_RANGE);
    }

    @Test
    void theMaximumIsNotBelowTheMinimum() {
        assertThatThrownBy(config().minBps(30_000).maxBps(29_999)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBps 29999 is below minBps 30000; it must be at least that");
        assertThatThrownBy(config().maxBps(4_999)::build).as("against the default minimum")
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("below minBps 5000");
    }

    @Test
    void theStartLiesBetweenMinimumAndMaximum() {
        assertThatThrownBy(config().minBps(30_000).startBps(29_999)::build)
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("startBps 29999")
                .hasMessageContaining("minBps 30000");
        assertThatThrownBy(config().maxBps(1_000_000).startBps(1_000_001)::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("startBps 1000001 is outside minBps 5000 to maxBps 1000000");
    }

    @Test
    void theOrderOfSettingDoesNotMatter() {
        EstimatorConfig config = config().maxBps(2_000).startBps(1_500).minBps(1_000).build();
        assertThat(config.startBps()).hasValue(1_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.099999999S", "PT1H0.000000001S"})
    void anIdleTimeoutOutOfRangeIsRefusedWithTheRange(Duration timeout) {
        assertThatThrownBy(config().idleTimeout(timeout)::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("idleTimeout " + timeout + " is out of range; allowed is PT0.1S to PT1H");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.1S", "PT1H"})
    void theEndsOfTheIdleTimeoutsRangeAreAllowed(Duration timeout) {
        assertThat(config().idleTimeout(timeout).build().idleTimeout()).isEqualTo(timeout);
    }

    @Test
    void aConfigurationDoesNotChangeWithItsBuilder() {
        EstimatorConfig.Builder builder = config().option("window", "20");
        EstimatorConfig before = builder.build();
        builder.option("window", "30").option("other", "1").minBps(9_000);
        assertThat(before.options()).isEqualTo(Map.of("window", "20"));
        assertThat(before.minBps()).isEqualTo(5_000);
        assertThatThrownBy(() -> before.options().put("more", "1")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aBuilderCanStartFromAConfiguration() {
        EstimatorConfig before = config().minBps(9_000).maxBps(90_000).startBps(20_000)
                .idleTimeout(Duration.ofSeconds(3)).option("window", "20").build();
        EstimatorConfig same = before.toBuilder().build();
        assertThat(same).usingRecursiveComparison().isEqualTo(before);
        EstimatorConfig other = before.toBuilder().noStart().noOptions().build();
        assertThat(other.startBps()).isEmpty();
        assertThat(other.options()).isEmpty();
        assertThat(other.minBps()).isEqualTo(9_000);
        assertThat(other.maxBps()).hasValue(90_000);
        assertThat(other.idleTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(before.options()).isEqualTo(Map.of("window", "20"));
    }
}
