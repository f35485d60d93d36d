package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PacketTrainTest {
    private static final int SIZE = 1_000;

    private final PacketTrain train = new PacketTrain();

    /** Packets that go in one each {@code inUs} and come out one each {@code outUs}, the first without queue. */
    private void send(int count, long inUs, long outUs) {
        for (int i = 0; i < count; i++) {
            train.add(i * inUs, 50_000 + i * outUs, i * (outUs - inUs) / 1e3, SIZE);
        }
        train.close();
    }

    @Test
    void comesOutAtTheRateOfTheBottleneck() {
        send(10, 1_000, 4_000);
        assertThat(train.dispersedBps()).isCloseTo(2_000_000, within(1e-6));
        assertThat(train.undispersedBps(true)).isEqualTo(PacketTrain.NO_RATE);
    }

    @Test
    void thatComesOutAsFastShowsThatTheLinkCarriesThat() {
        send(10, 1_000, 1_000);
        assertThat(train.dispersedBps()).isEqualTo(PacketTrain.NO_RATE);
        assertThat(train.undispersedBps(false)).isCloseTo(8_000_000, within(1e-6));
    }

    @Test
    void thatCatchesUpWithAPacketThatWasLateIsUndispersed() {
        for (int i = 0; i < 10; i++) {
            long lateUs = i == 2 ? 3_000 : i == 3 ? 1_000 : 0;
            train.add(i * 2_000, i * 2_000 + lateUs, lateUs / 1e3, SIZE);
        }
        train.close();
        assertThat(train.dispersedBps()).isEqualTo(PacketTrain.NO_RATE);
        assertThat(train.undispersedBps(false)).isCloseTo(4_000_000, within(1e-6));
    }

    @Test
    void thatComesFasterThanItWasSentWasHeldUpAndSaysNothing() {
        send(10, 2_000, 1_600);
        assertThat(train.undispersedBps(true)).isEqualTo(PacketTrain.NO_RATE);
        send(3, 2_000, 1_600);
        assertThat(train.shortUndispersedBps()).isEqualTo(PacketTrain.NO_RATE);
    }

    @Test
    void aBurstThatATokenBucketLetsThroughIsLeftOut() {
        // Five packets at line rate, then 1 Mb/s.
        for (int i = 0; i < 12; i++) {
            long out = i < 5 ? i * 100 : 400 + (i - 4) * 8_000;
            train.add(i * 100, out, (out - i * 100) / 1e3, SIZE);
        }
        train.close();
        assertThat(train.dispersedBps()).isCloseTo(1_000_000, within(1e-6));
    }

    @Test
    void aShortOneMayHaveBeenSuchABurst() {
        send(5, 1_000, 1_000);
        assertThat(train.undispersedBps(false)).as("4000 bytes behind the first").isEqualTo(PacketTrain.NO_RATE);
        assertThat(train.undispersedBps(true)).isPositive();
    }

    @Test
    void ofFewPacketsSaysNothing() {
        send(4, 1_000, 4_000);
        assertThat(train.dispersedBps()).as("two behind the knee").isEqualTo(PacketTrain.NO_RATE);
        PacketTrain three = new PacketTrain();
        for (int i = 0; i < 3; i++) {
            three.add(i * 2_000, i * 2_000, 0, SIZE);
        }
        three.close();
        assertThat(three.undispersedBps(true)).isEqualTo(PacketTrain.NO_RATE);
    }

    @Test
    void ofTwoOrThreePacketsIsShort() {
        send(3, 8_000, 16_000);
        assertThat(train.shortDispersedBps()).isCloseTo(500_000, within(1e-6));
        assertThat(train.shortUndispersedBps()).isEqualTo(PacketTrain.NO_RATE);
        send(2, 8_000, 8_000);
        assertThat(train.shortDispersedBps()).isEqualTo(PacketTrain.NO_RATE);
        assertThat(train.shortUndispersedBps()).isCloseTo(1_000_000, within(1e-6));
        send(4, 8_000, 16_000);
        assertThat(train.shortDispersedBps()).as("of four").isEqualTo(PacketTrain.NO_RATE);
        send(1, 8_000, 16_000);
        assertThat(train.shortDispersedBps()).as("of one").isEqualTo(PacketTrain.NO_RATE);
    }

    @Test
    void endsWithAPauseOrAPacketThatWasOvertaken() {
        assertThat(train.endsBefore(0)).as("none is open").isFalse();
        train.add(0, 0, 0, SIZE);
        assertThat(train.endsBefore(12_000)).isFalse();
        assertThat(train.endsBefore(12_001)).isTrue();
        assertThat(train.endsBefore(-1)).isFalse();
        assertThat(train.endsBefore(-2)).isTrue();
        train.close();
        assertThat(train.endsBefore(50_000)).isFalse();
    }

    @Test
    void saysNothingIfItWasSpoiledAndTheNextDoes() {
        train.add(0, 0, 0, SIZE);
        train.spoil();
        send(10, 1_000, 4_000);
        assertThat(train.dispersedBps()).isEqualTo(PacketTrain.NO_RATE);
        send(10, 1_000, 4_000);
        assertThat(train.dispersedBps()).isPositive();
    }
}
