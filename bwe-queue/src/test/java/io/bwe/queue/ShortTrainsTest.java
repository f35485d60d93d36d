package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTrainsTest {
    private static final long SECOND_US = 1_000_000;

    private final ShortTrains trains = new ShortTrains();

    @Test
    void areLookedAtWithoutALongOneForASecond() {
        assertThat(trains.areLookedAt(0)).isTrue();
        trains.onLongTrain(0);
        assertThat(trains.areLookedAt(SECOND_US)).isFalse();
        assertThat(trains.areLookedAt(SECOND_US + 1)).isTrue();
    }

    @Test
    void areTakenWhereTheLinkIsOursAlone() {
        assertThat(trains.takes(500_000)).isFalse();
        trains.confirm(500_000);
        assertThat(trains.takes(425_000)).isTrue();
        assertThat(trains.takes(2_000_000)).as("it has become faster").isTrue();
        assertThat(trains.takes(424_000)).isFalse();
    }

    @Test
    void loseAfterThreeSlowerOnesInARow() {
        trains.confirm(500_000);
        trains.takes(300_000);
        trains.takes(300_000);
        trains.takes(500_000);
        trains.takes(300_000);
        trains.takes(300_000);
        assertThat(trains.haveLost()).isFalse();
        trains.takes(300_000);
        assertThat(trains.haveLost()).isTrue();
        assertThat(trains.takes(500_000)).isFalse();
        assertThat(trains.haveLost()).as("only once").isFalse();
    }
}
