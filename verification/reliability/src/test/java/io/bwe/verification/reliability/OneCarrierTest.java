package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A writer that holds the only thread on which virtual threads can run stops all estimation, and nothing else: packets
 * pass, close() returns in time, and what waited goes on afterwards. With an executor for the writer not even that.
 */
@Tag("life-cycle")
class OneCarrierTest {
    private static void runs(OneCarrier.Way way, boolean executor) {
        FreshJvm.Ended ended = FreshJvm.of(OneCarrier.class)
                .options("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1")
                .run(Duration.ofMinutes(1), way.name(), Boolean.toString(executor));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("as expected");
    }

    @ParameterizedTest
    @EnumSource
    void aParkedWriterHoldsUpEstimationAndNeitherPacketsNorClose(OneCarrier.Way way) {
        runs(way, false);
    }

    @ParameterizedTest
    @EnumSource
    void aParkedWriterWithAnExecutorHoldsUpNothing(OneCarrier.Way way) {
        runs(way, true);
    }
}
