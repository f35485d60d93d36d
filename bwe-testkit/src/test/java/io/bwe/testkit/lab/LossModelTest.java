package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LossModelTest {
    private static final int PACKETS = 1_000_000;

    private long lost;
    private long bursts;

    private void lose(LossModel model) {
        boolean before = false;
        for (int i = 0; i < PACKETS; i++) {
            boolean now = model.losesNext();
            lost += now ? 1 : 0;
            bursts += now && !before ? 1 : 0;
            before = now;
        }
    }

    @Test
    void burstsHaveTheMeanLossAndTheMeanLengthAskedFor() {
        lose(new LossModel(0.03, 8, new Random(1)));

        assertThat(lost / (double) PACKETS).isEqualTo(0.03, within(0.002));
        assertThat(lost / (double) bursts).isEqualTo(8, within(0.3));
    }

    @Test
    void lossesByChanceKnowNothingOfEachOther() {
        lose(new LossModel(0.2, 0, new Random(1)));

        assertThat(lost / (double) PACKETS).isEqualTo(0.2, within(0.002));
        assertThat(lost / (double) bursts).isEqualTo(1 / 0.8, within(0.01));
    }

    @Test
    void withoutLossNothingIsLost() {
        lose(new LossModel(0, 0, new Random(1)));

        assertThat(lost).isZero();
    }
}
