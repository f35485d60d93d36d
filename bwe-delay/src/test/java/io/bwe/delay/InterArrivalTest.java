package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InterArrivalTest {
    private static final int TICKS_PER_MS = (1 << 26) / 1000;
    private static final long START_MS = 17_000;

    private final InterArrival interArrival = new InterArrival(AbsSendTime.TIMESTAMP_TICKS_PER_SECOND);

    /** A packet whose system time is its arrival time. */
    private boolean packet(double sendMs, long arrivalMs, int size) {
        return packet(sendMs, arrivalMs, arrivalMs, size);
    }

    private boolean packet(double sendMs, long arrivalMs, long systemMs, int size) {
        int timestamp = (int) (long) Math.rint(sendMs * (1 << 26) / 1000);
        return interArrival.computeDeltas(timestamp, START_MS + arrivalMs, START_MS + systemMs, size);
    }

    @Test
    void theFirstDeltasComeWithTheThirdGroup() {
        assertThat(packet(0, 0, 100)).isFalse();
        assertThat(packet(20, 21, 200)).isFalse();
        assertThat(packet(40, 44, 300)).isTrue();
        assertThat(interArrival.sendDeltaMs()).isCloseTo(20, within(1e-4));
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(21);
        assertThat(interArrival.sizeDelta()).isEqualTo(100);
        assertThat(packet(60, 60, 50)).isTrue();
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(23);
    }

    @Test
    void whatIsSentWithinFiveMillisecondsIsOneGroup() {
        packet(0, 0, 100);
        assertThat(packet(4.9, 10, 100)).isFalse();
        packet(20, 30, 100);
        assertThat(packet(40, 50, 100)).isTrue();
        assertThat(interArrival.sizeDelta()).as("one packet less 200 bytes").isEqualTo(-100);
        assertThat(interArrival.sendDeltaMs()).as("from the latest of the group").isCloseTo(15.1, within(1e-4));
        assertThat(interArrival.arrivalDeltaMs()).as("from the last arrival of the group").isEqualTo(20);
    }

    @Test
    void whatArrivesAsABurstIsOneGroup() {
        packet(0, 0, 100);
        packet(10, 30, 100);
        // Sent 10 ms apart, arriving together behind the second.
        packet(20, 31, 100);
        packet(30, 35, 100);
        assertThat(packet(60, 70, 100)).isTrue();
        assertThat(interArrival.sizeDelta()).isEqualTo(200);
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(35);
        assertThat(interArrival.sendDeltaMs()).isCloseTo(30, within(1e-4));
    }

    @Test
    void aBurstTakesInNothingThatComesMoreThanFiveMillisecondsLater() {
        packet(0, 0, 100);
        packet(10, 30, 100);
        assertThat(packet(20, 36, 100)).isTrue();
    }

    @Test
    void aBurstEndsAfterAHundredMilliseconds() {
        packet(0, 0, 100);
        packet(10, 30, 100);
        for (int i = 1; i <= 19; i++) {
            assertThat(packet(10 + 10 * i, 30 + 5 * i, 100)).as("packet %d", i).isFalse();
        }
        assertThat(packet(210, 130, 100)).as("100 ms after the first of the burst").isTrue();
        assertThat(interArrival.sizeDelta()).isEqualTo(19 * 100);
    }

    @Test
    void equalSendTimesAreOneGroupHoweverFarApartTheyArrive() {
        packet(0, 0, 100);
        packet(20, 20, 100);
        assertThat(packet(20.4, 500, 100)).isFalse();
        assertThat(packet(40, 520, 100)).isTrue();
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(500);
    }

    @Test
    void packetsSentBeforeTheGroupAreIgnored() {
        packet(0, 0, 100);
        packet(20, 20, 100);
        assertThat(packet(19, 21, 1_000)).isFalse();
        assertThat(packet(40, 40, 100)).isTrue();
        assertThat(interArrival.sizeDelta()).isZero();
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(20);
    }

    @Test
    void reorderingInsideAGroupKeepsItsLatestSendTime() {
        packet(0, 0, 100);
        packet(20, 20, 100);
        packet(24, 21, 100);
        packet(22, 22, 100);
        assertThat(packet(40, 40, 100)).isTrue();
        assertThat(interArrival.sendDeltaMs()).isCloseTo(24, within(1e-4));
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(22);
    }

    @Test
    void sendTimesMayWrap() {
        double wrapMs = 64_000;
        packet(wrapMs - 30, 0, 100);
        packet(wrapMs - 10, 20, 100);
        assertThat(packet(wrapMs + 10, 40, 100)).isTrue();
        assertThat(packet(wrapMs + 30, 60, 100)).isTrue();
        assertThat(interArrival.sendDeltaMs()).as("across the wrap").isCloseTo(20, within(1e-4));
    }

    @Test
    void aJumpOfTheArrivalClockAgainstTheSystemClockStartsAnew() {
        packet(0, 0, 0, 100);
        packet(20, 20, 20, 100);
        assertThat(packet(40, 3_040, 40, 100)).as("compares the two groups before the jump").isTrue();
        assertThat(packet(60, 3_060, 60, 100)).as("3020 ms against 20 ms").isFalse();
        assertThat(packet(80, 3_080, 80, 100)).isFalse();
        assertThat(packet(100, 3_100, 100, 100)).isFalse();
        assertThat(packet(120, 3_120, 120, 100)).as("two new groups are complete").isTrue();
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(20);
    }

    @Test
    void aJumpOfBothClocksIsAPause() {
        packet(0, 0, 100);
        packet(20, 20, 100);
        packet(40, 5_040, 100);
        assertThat(packet(60, 5_060, 100)).isTrue();
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(5_020);
    }

    @Test
    void threeGroupsThatArriveBeforeTheirPredecessorStartAnew() {
        packet(0, 1_000, 100);
        packet(20, 1_020, 100);
        packet(40, 500, 100);
        // The group at 500 ms is now compared with the one at 1020 ms, and stays current while packets are dropped.
        assertThat(packet(60, 520, 100)).isFalse();
        assertThat(packet(80, 540, 100)).isFalse();
        assertThat(packet(100, 560, 100)).as("the third").isFalse();
        assertThat(packet(120, 580, 100)).as("begins the first new group").isFalse();
        assertThat(packet(140, 600, 100)).isFalse();
        assertThat(packet(160, 620, 100)).isTrue();
        assertThat(interArrival.arrivalDeltaMs()).isEqualTo(20);
    }

    @Test
    void resetForgetsTheGroups() {
        packet(0, 0, 100);
        packet(20, 20, 100);
        interArrival.reset();
        assertThat(packet(40, 40, 100)).isFalse();
        assertThat(packet(60, 60, 100)).isFalse();
        assertThat(packet(80, 80, 100)).isTrue();
    }

    @Test
    void ticksAreUnsigned() {
        packet(0, 0, 100);
        interArrival.computeDeltas(Integer.MAX_VALUE, START_MS + 20, START_MS + 20, 100);
        interArrival.computeDeltas(Integer.MAX_VALUE + 1 + 20 * TICKS_PER_MS, START_MS + 40, START_MS + 40, 100);
        assertThat(interArrival.sendDeltaTicks()).isEqualTo(Integer.MAX_VALUE);
        assertThat(interArrival.computeDeltas(Integer.MAX_VALUE + 1 + 60 * TICKS_PER_MS, START_MS + 60, START_MS + 60,
                100)).isTrue();
    }
}
