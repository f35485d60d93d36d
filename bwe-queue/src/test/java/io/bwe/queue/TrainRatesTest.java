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
            trains.addDispersed(rates[i], false, 0);
            assertThat(trains.medianBps()).as("after %d", i + 1).isEqualTo(medians[i]);
        }
    }

    @Test
    void agreeWithinAQuarter() {
        trains.addDispersed(100, false, 0);
        trains.addDispersed(124, false, 0);
        assertThat(trains.agree(2)).isTrue();
        assertThat(trains.agree(3)).as("there are two").isFalse();
        trains.addDispersed(99, false, 0);
        assertThat(trains.agree(2)).isFalse();
    }

    @Test
    void oldOnesAreForgottenWithTheNext() {
        trains.addDispersed(100, false, 0);
        trains.addDispersed(400, false, 5 * SECOND_US);
        assertThat(trains.medianBps()).isEqualTo(100);
        trains.addDispersed(500, false, 10 * SECOND_US + 1);
        assertThat(trains.medianBps()).isEqualTo(500);
        assertThat(trains.agree(2)).isFalse();
    }

    @Test
    void aHintIsNoOlderThanASecond() {
        trains.addDispersed(100, false, 0);
        assertThat(trains.hintBps(SECOND_US, false)).isEqualTo(100);
        assertThat(trains.hintBps(SECOND_US + 1, false)).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.medianBps(SECOND_US + 1, 2 * SECOND_US)).isEqualTo(100);
    }

    @Test
    void threeUndispersedInARowOutdateTheOthersAndAtTheStartOneIsEnough() {
        trains.addDispersed(100, false, 0);
        trains.addUndispersed(300, 1);
        assertThat(trains.hintBps(1, false)).isEqualTo(100);
        assertThat(trains.hintBps(1, true)).isEqualTo(300);
        trains.addUndispersed(300, 2);
        trains.addUndispersed(300, 3);
        assertThat(trains.areOutOfDate()).isTrue();
        assertThat(trains.hintBps(3, false)).isEqualTo(300);
        trains.addDispersed(100, false, 4);
        assertThat(trains.areOutOfDate()).isFalse();
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
        trains.addDispersed(100, false, 0);
        trains.addUndispersed(300, 0);
        trains.reset();
        assertThat(trains.medianBps()).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.hintBps(0, true)).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.medianBps(0, SECOND_US)).isEqualTo(TrainRates.NO_RATE);
    }

    @Test
    void fourThatAgreeAreTrustedForFourSeconds() {
        for (int i = 0; i < 3; i++) {
            trains.addDispersed(100, false, 0);
        }
        assertThat(trains.areTrusted(0)).isFalse();
        trains.addDispersed(100, false, 0);
        assertThat(trains.areTrusted(4 * SECOND_US)).isTrue();
        assertThat(trains.areTrusted(4 * SECOND_US + 1)).isFalse();
        for (int i = 0; i < 3; i++) {
            trains.addUndispersed(300, 1);
        }
        assertThat(trains.areTrusted(1)).as("out of date").isFalse();
        assertThat(trains.areConvincing()).isTrue();
    }

    @Test
    void whatHasMisledIsNotFollowedForHalfAMinute() {
        trains.addUndispersed(300, 0);
        trains.distrust(0);
        assertThat(trains.isDistrusted(30 * SECOND_US - 1)).isTrue();
        trains.addUndispersed(300, 30 * SECOND_US - 1);
        assertThat(trains.hintBps(30 * SECOND_US - 1, true)).isEqualTo(TrainRates.NO_RATE);
        assertThat(trains.isDistrusted(30 * SECOND_US)).isFalse();
        trains.addUndispersed(300, 30 * SECOND_US);
        assertThat(trains.hintBps(30 * SECOND_US, true)).isEqualTo(300);
    }

    @Test
    void areShortIfMostOfThemAre() {
        trains.addDispersed(100, true, 0);
        trains.addDispersed(100, true, 0);
        trains.addDispersed(100, false, 0);
        assertThat(trains.areShort()).isTrue();
        trains.addDispersed(100, false, 0);
        assertThat(trains.areShort()).isFalse();
    }

    /** Two packets, the second of which comes so much later than it was sent. */
    private static PacketTrain shortTrain(long sentUs, long arrivedUs) {
        PacketTrain train = new PacketTrain();
        train.add(0, 0, 0, 1_000);
        train.add(sentUs, arrivedUs, (arrivedUs - sentUs) / 1e3, 1_000);
        train.close();
        return train;
    }

    private boolean onShortTrain(long sentUs, long arrivedUs, boolean queueStands, long nowUs) {
        return trains.onTrain(shortTrain(sentUs, arrivedUs), false, queueStands, nowUs);
    }

    @Test
    void shortOnesCountWhileAQueueStandsAndWhereTheLinkIsOursAlone() {
        assertThat(onShortTrain(8_000, 16_000, false, 0)).isFalse();
        assertThat(onShortTrain(8_000, 16_000, true, 0)).isTrue();
        assertThat(trains.medianBps()).isEqualTo(500_000);
        trains.confirm(500_000);
        assertThat(onShortTrain(8_000, 16_000, false, 0)).isTrue();
        trains.doubt();
        assertThat(onShortTrain(8_000, 16_000, false, 0)).isFalse();
    }

    @Test
    void threeSlowerOnesInARowShowOthers() {
        trains.confirm(500_000);
        onShortTrain(8_000, 16_000, false, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(trains.medianBps()).isEqualTo(500_000);
            assertThat(onShortTrain(8_000, 32_000, false, 0)).isFalse();
        }
        assertThat(trains.medianBps()).isEqualTo(TrainRates.NO_RATE);
        assertThat(onShortTrain(8_000, 16_000, false, 0)).isFalse();
    }

    @Test
    void shortUndispersedOnesRefuteOthersAndSayNothingByThemselves() {
        assertThat(onShortTrain(8_000, 8_000, false, 0)).isFalse();
        for (int i = 0; i < 4; i++) {
            onShortTrain(8_000, 16_000, true, 0);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(trains.areOutOfDate()).isFalse();
            assertThat(onShortTrain(8_000, 8_000, false, SECOND_US)).isTrue();
        }
        assertThat(trains.areOutOfDate()).isTrue();
        assertThat(trains.hintBps(SECOND_US, false)).isEqualTo(1_000_000);
    }

    @Test
    void shortOnesArePassedOverWhereThereAreLongOnes() {
        PacketTrain longTrain = new PacketTrain();
        for (int i = 0; i < 10; i++) {
            longTrain.add(i * 1_000, i * 4_000, i * 3, 1_000);
        }
        longTrain.close();
        assertThat(trains.onTrain(longTrain, false, true, 0)).isTrue();
        assertThat(onShortTrain(8_000, 16_000, true, SECOND_US)).isFalse();
        assertThat(onShortTrain(8_000, 16_000, true, SECOND_US + 1)).isTrue();
    }
}
