package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlateauTest {
    private final Plateau plateau = new Plateau();

    @Test
    void isFromALittleBelowWhatWasDeliveredToALittleAboveIt() {
        plateau.set(1_000_000, false);
        assertThat(plateau.growth(900_000, 0.25)).isEqualTo(0.25);
        assertThat(plateau.growth(901_000, 0.25)).isEqualTo(0.05);
        assertThat(plateau.growth(1_149_000, 0.25)).isEqualTo(0.05);
        assertThat(plateau.growth(1_151_000, 0.25)).isEqualTo(0.25);
    }

    @Test
    void isFlatterIfTheLinkWasOursAlone() {
        plateau.set(1_000_000, true);
        assertThat(plateau.growth(1_000_000, 0.25)).isEqualTo(0.03);
    }

    @Test
    void doesNotMakeGrowthFaster() {
        plateau.set(1_000_000, false);
        assertThat(plateau.growth(1_000_000, 0.01)).isEqualTo(0.01);
    }

    @Test
    void isNoneAtFirstAndAfterAReset() {
        assertThat(plateau.growth(1_000_000, 0.25)).isEqualTo(0.25);
        plateau.set(1_000_000, true);
        plateau.reset();
        assertThat(plateau.growth(1_000_000, 0.25)).isEqualTo(0.25);
    }
}
