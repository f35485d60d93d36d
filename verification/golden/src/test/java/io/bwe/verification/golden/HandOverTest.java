package io.bwe.verification.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOverTest {
    private final HandOver handOver = new HandOver(new long[]{0, 100, 110, 120, 130}, new long[]{90, 80, 70}, 2);

    private static long[] heard(long... bps) {
        return bps;
    }

    @Test
    void oneAfterTheOtherIsAllowedWithGapsAndRepetitions() {
        assertThat(handOver.allows(heard())).isTrue();
        assertThat(handOver.allows(heard(0, 100, 120, 130))).isTrue();
        assertThat(handOver.allows(heard(100, 110, 110, 90, 70))).isTrue();
        assertThat(handOver.allows(heard(0, 130, 70))).isTrue();
        assertThat(handOver.allows(heard(90, 80))).isTrue();
    }

    @Test
    void whatNeitherSaidIsNotAllowed() {
        assertThat(handOver.allows(heard(100, 125))).isFalse();
        assertThat(handOver.allows(heard(90, 75))).isFalse();
    }

    @Test
    void anotherOrderIsNotAllowed() {
        assertThat(handOver.allows(heard(110, 100))).isFalse();
        assertThat(handOver.allows(heard(100, 80, 90))).isFalse();
        assertThat(handOver.allows(heard(90, 110))).isFalse();
        assertThat(handOver.allows(heard(100, 80, 120))).isFalse();
    }

    @Test
    void theSecondDoesNotGoBackToWhatItSaidBefore() {
        // The first said 130 at row 4, the second 80 at row 3.
        assertThat(handOver.allows(heard(130, 80))).isFalse();
    }
}
