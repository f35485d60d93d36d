package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainRatesTest {
    private static final long SECOND_US = 1_000_000;

    private final TrainRates trains = new TrainRates();

    @Test
    void theMedianIsThatOfTheLastFive() {
        assertThat(trains.medianBps()).isEqualTo(TrainRates.NO_RATE);
        double[] rates = {9, 8, 3, 1, 2, 5, 4};
        double[] medians = {9, 8, 8, 3, 3, 3, 3};
        for (int i = 0; i < rates.length; i++) {
            trains.addDispersed(rates[i], 0);
            assertThat(trains.medianBps()).as("after %d", i + 1).isEqualTo(medians[i]);
        }
    }

    @Test
    void agreeWithinAQuarter() {
        trains.addDispersed(100, 0);
        trains.addDispersed(124, 0);
        assertThat(trains.agree(2)).isTrue();
        assertThat(trains.agree(3)).as("there are two").isFalse();
        trains.addDispersed(99, 0);
        assertThat(trains.agree(2)).isFalse();
    }

    @Test
    void oldOnesAreForgottenWithTheNext() {
        trains.addDispersed(100, 0);
        trains.addDispersed(400, 5 * SECOND_US);
        assertThat(trains.medianBps()).isEqualTo(100);
        trains.addDispersed(500, 10 * SECOND_US + 1);
        assertThat(trains.medianBps()).isEqualTo(500);
        assertThat(trains.agree(2)).isFalse();
    }

    @Test
    void aHintIsNoOlderThanASecond() {
        trains.addDispersed(100, 0);
        assertThat(trains.hintBps(SECOND_US, false)).isEqualTo(100);
        assertThat(trains.hintBps(SECOND_US + 1, false)).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.medianBps(SECOND_US + 1, 2 * SECOND_US)).isEqualTo(100);
    }

    @Test
    void threeUndispersedInARowOutdateTheOthersAndAtTheStartOneIsEnough() {
        trains.addDispersed(100, 0);
        trains.addUndispersed(300, 1);
        assertThat(trains.hintBps(1, false)).isEqualTo(100);
        assertThat(trains.hintBps(1, true)).isEqualTo(300);
        trains.addUndispersed(300, 2);
        trains.addUndispersed(300, 3);
        assertThat(trains.rateIsOutOfDate()).isTrue();
        assertThat(trains.hintBps(3, false)).isEqualTo(300);
        trains.addDispersed(100, 4);
        assertThat(trains.rateIsOutOfDate()).isFalse();
    }

    @Test
    void theBoundFallsAtOnceAndRisesSlowly() {
        trains.addUndispersed(200, 0);
        trains.addUndispersed(400, 1);
        assertThat(trains.hintBps(1, true)).isCloseTo(0.7 * 200 + 0.3 * 400, within(1e-9));
        trains.addUndispersed(100, 2);
        assertThat(trains.hintBps(2, true)).isEqualTo(100);
        trains.addUndispersed(400, SECOND_US + 3);
        assertThat(trains.hintBps(SECOND_US + 3, true)).as("a second later").isEqualTo(400);
    }

    @Test
    void isAsNewAfterAReset() {
        trains.addDispersed(100, 0);
        trains.addUndispersed(300, 0);
        trains.reset();
        assertThat(trains.medianBps()).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.hintBps(0, true)).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.isRecent(0, SECOND_US)).isFalse();
    }
}
