package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.remb.RembThrottler;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lab's rule for REMBs is that of the interceptor. */
class RembRuleTest {
    private static final long TICK_NS = 20_000_000;

    @Test
    void decidesAsTheInterceptorDoes() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            RembRule rule = new RembRule();
            RembThrottler throttler = new RembThrottler();
            long nowNs = 0;
            double bps = 1_000_000;
            for (int i = 0; i < 2_000; i++) {
                // Sometimes a tick is missed, sometimes many.
                nowNs += TICK_NS * (random.nextInt(200) == 0 ? 1 + random.nextInt(200) : 1);
                bps *= 1 + 0.02 * random.nextGaussian() + (random.nextInt(100) == 0 ? -0.2 : 0.0005);
                long offered = Math.round(Math.max(1_000, bps));
                assertThat(rule.offer(offered, nowNs)).as("seed %d, offer %d", seed, i)
                        .isEqualTo(throttler.offer(offered, nowNs) != RembThrottler.Decision.HOLD);
            }
        }
    }
}
