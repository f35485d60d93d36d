package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Closing at any moment, from several threads, beside everything else: each close() returns in time, nothing is told
 * after it, and packets pass.
 */
@Tag("life-cycle")
@Timeout(600)
class CloseStormTest {
    private static final long SEED = 20_140_213;
    private static final int STORMS = Extent.of(100, 20_000);

    @Test
    void everyCloseReturnsInTimeAndNothingIsToldAfterwards() throws Exception {
        long calls = 0;
        try (ExecutorService writers = Executors.newSingleThreadExecutor()) {
            for (int storm = 0; storm < STORMS; storm++) {
                long seed = SEED + storm;
                try {
                    calls += new CloseStorm(new Random(seed), storm % 3 == 0 ? writers : null).run();
                } catch (AssertionError e) {
                    throw new AssertionError("storm with seed " + seed, e);
                }
            }
        }
        assertThat(calls).as("calls of writers and listeners").isGreaterThan(STORMS);
        Connection.nothingIsLeft();
    }
}
