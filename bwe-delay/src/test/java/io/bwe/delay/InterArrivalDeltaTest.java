package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterArrivalDeltaTest {
    private static final long START_US = 17_000_000;

    private final InterArrivalDelta interArrival = new InterArrivalDelta();

    /** A packet whose system time is its arrival time. */
    private boolean packet(long sendUs, long arrivalUs, int size) {
        return packet(sendUs, arrivalUs, arrivalUs, size);
    }

    private boolean packet(long sendUs, long arrivalUs, long systemUs, int size) {
        return interArrival.computeDeltas(sendUs, START_US + arrivalUs, START_US + systemUs, size);
    }

    @Test
    void theFirstDeltasComeWithTheThirdGroup() {
        assertThat(packet(0, 0, 100)).isFalse();
        assertThat(packet(20_000, 21_234, 250)).isFalse();
        assertThat(packet(40_000, 44_000, 300)).isTrue();
        assertThat(interArrival.sendDeltaUs()).isEqualTo(20_000);
        assertThat(interArrival.arrivalDeltaUs()).as("nothing is rounded").isEqualTo(21_234);
        assertThat(interArrival.sizeDelta()).isEqualTo(150);
    }

    @Test
    void aGroupSpansFiveMilliseconds() {
        packet(0, 0, 100);
        packet(5_000, 6_000, 100);
        packet(5_001, 20_000, 100);
        assertThat(packet(40_000, 50_000, 100)).isTrue();
        assertThat(interArrival.sendDeltaUs()).as("from the latest of each").isEqualTo(1);
        assertThat(interArrival.arrivalDeltaUs()).isEqualTo(14_000);
        assertThat(interArrival.sizeDelta()).isEqualTo(-100);
    }

    @Test
    void onlyPacketsOfTheSameSendTimeAreABurstWhateverTheirArrival() {
        packet(0, 0, 100);
        packet(20_000, 20_000, 100);
        assertThat(packet(20_000, 90_000, 100)).isFalse();
        assertThat(packet(20_400, 95_001, 100)).as("within the group's 5 ms").isFalse();
        assertThat(packet(60_000, 130_000, 100)).isTrue();
        assertThat(interArrival.sizeDelta()).isEqualTo(200);
    }

    @Test
    void whatArrivesAsABurstIsOneGroupForUpToAHundredMilliseconds() {
        packet(0, 0, 100);
        packet(10_000, 50_000, 100);
        long sendUs = 10_000;
        long arrivalUs = 50_000;
        while (arrivalUs + 5_000 - 50_000 < 100_000) {
            sendUs += 6_000;
            arrivalUs += 5_000;
            assertThat(packet(sendUs, arrivalUs, 100)).isFalse();
        }
        assertThat(packet(sendUs + 6_000, arrivalUs + 5_000, 100)).as("100 ms are over").isTrue();
        assertThat(interArrival.arrivalDeltaUs()).isEqualTo(arrivalUs);
    }

    @Test
    void aPacketMoreThanFiveMillisecondsBehindIsNoBurst() {
        packet(0, 0, 100);
        packet(10_000, 50_000, 100);
        assertThat(packet(20_000, 55_001, 100)).isTrue();
    }

    @Test
    void aPacketSentBeforeTheGroupIsIgnored() {
        packet(0, 0, 100);
        packet(20_000, 20_000, 100);
        assertThat(packet(19_999, 21_000, 5_000)).isFalse();
        assertThat(packet(40_000, 40_000, 100)).isTrue();
        assertThat(interArrival.sizeDelta()).isZero();
        assertThat(interArrival.arrivalDeltaUs()).isEqualTo(20_000);
    }

    @Test
    void anOlderPacketWithinTheGroupDoesNotTurnItBack() {
        packet(0, 0, 100);
        packet(20_000, 20_000, 100);
        packet(23_000, 23_000, 100);
        packet(21_000, 24_000, 100);
        packet(40_000, 40_000, 100);
        assertThat(interArrival.sendDeltaUs()).isEqualTo(23_000);
    }

    @Test
    void anArrivalClockThatRunsAheadOfTheSystemClockStartsAnew() {
        packet(0, 0, 0, 100);
        packet(20_000, 3_020_000, 20_000, 100);
        assertThat(packet(40_000, 3_040_000, 40_000, 100)).as("the jump is 3 s").isFalse();
        assertThat(packet(60_000, 3_060_000, 60_000, 100)).isFalse();
        assertThat(packet(80_000, 3_080_000, 80_000, 100)).isFalse();
        assertThat(packet(100_000, 3_100_000, 100_000, 100)).as("two groups later").isTrue();
    }

    @Test
    void threeGroupsInARowThatArriveBackwardsStartAnew() {
        packet(0, 100_000, 100);
        packet(20_000, 90_000, 100);
        assertThat(packet(40_000, 95_000, 100)).isFalse();
        assertThat(packet(50_000, 95_000, 100)).isFalse();
        assertThat(packet(60_000, 130_000, 100)).as("the third").isFalse();
        packet(80_000, 150_000, 100);
        packet(100_000, 170_000, 100);
        assertThat(packet(120_000, 190_000, 100)).isTrue();
        assertThat(interArrival.arrivalDeltaUs()).isEqualTo(20_000);
    }
}
