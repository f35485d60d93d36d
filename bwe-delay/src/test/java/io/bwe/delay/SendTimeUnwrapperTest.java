package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SendTimeUnwrapperTest {
    private static final int TICKS_PER_SECOND = 1 << 18;
    private static final int WRAP = 1 << 24;

    private final SendTimeUnwrapper unwrapper = new SendTimeUnwrapper();

    @Test
    void countsMicrosecondsRoundedDown() {
        assertThat(unwrapper.unwrapUs(1)).isEqualTo(3);
        assertThat(unwrapper.unwrapUs(TICKS_PER_SECOND)).isEqualTo(1_000_000);
        assertThat(unwrapper.unwrapUs(TICKS_PER_SECOND + 1)).isEqualTo(1_000_003);
    }

    @Test
    void goesOnWhereTheSendTimeWraps() {
        assertThat(unwrapper.unwrapUs(WRAP - TICKS_PER_SECOND)).isEqualTo(63_000_000);
        assertThat(unwrapper.unwrapUs(TICKS_PER_SECOND)).isEqualTo(65_000_000);
        assertThat(unwrapper.unwrapUs(WRAP - TICKS_PER_SECOND)).isEqualTo(63_000_000);
    }

    @Test
    void halfAWrapIsAStepBack() {
        unwrapper.unwrapUs(0);
        assertThat(unwrapper.unwrapUs(WRAP / 2 - 1)).isPositive();
        unwrapper.reset();
        unwrapper.unwrapUs(0);
        assertThat(unwrapper.unwrapUs(WRAP / 2)).isEqualTo(-32_000_000);
    }

    @Test
    void stepsOfAnySizeBelowHalfAWrapAddUp() {
        SplittableRandom random = new SplittableRandom(1);
        long ticks = 5;
        unwrapper.unwrapUs(5);
        for (int i = 0; i < 1_000; i++) {
            ticks += random.nextInt(-WRAP / 2, WRAP / 2);
            assertThat(unwrapper.unwrapUs((int) Math.floorMod(ticks, (long) WRAP)))
                    .isEqualTo(Math.floorDiv(ticks * 1_000_000, TICKS_PER_SECOND));
        }
    }
}
