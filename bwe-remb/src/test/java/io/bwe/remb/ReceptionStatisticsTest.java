package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.StreamStatistics;
import io.bwe.testkit.RtpPacketBuilder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private static final long MS = 1_000_000;
    private static final int CLOCK_RATE = 90_000;

    private final ReceptionStatistics reception = new ReceptionStatistics(CLOCK_RATE);
    private final PacketSlot slot = new PacketSlot();

    private void receive(int sequenceNumber, long timestamp, long arrivalTimeNs, int payloadSize) {
        var packet = new RtpPacketBuilder().sequenceNumber(sequenceNumber).timestamp(timestamp)
                .payloadSize(payloadSize).build();
        int size = packet.limit();
        slot.fill(packet, RtpHeader.length(packet, 0, size, size), StreamDriver.EXTENSIONS, 90_000);
        slot.arrivalTimeNs = arrivalTimeNs;
        reception.onPacket(slot);
    }

    private void receiveNumbers(int... sequenceNumbers) {
        for (int sequenceNumber : sequenceNumbers) {
            receive(sequenceNumber, 0, 0, 0);
        }
    }

    private void receiveRange(int from, int to) {
        for (int sequenceNumber = from; sequenceNumber <= to; sequenceNumber++) {
            receiveNumbers(sequenceNumber);
        }
    }

    private StreamStatistics read() {
        reception.publish();
        return reception.read(5, true);
    }

    @Test
    void nothingIsVisibleBeforeItIsPublished() {
        receiveNumbers(1, 2);
        assertThat(reception.read(5, true)).isEqualTo(new StreamStatistics(5, true, 0, 0, 0, 0, 0));
        assertThat(read().packets()).isEqualTo(2);
    }

    @Test
    void countsPacketsAndBytes() {
        receive(1, 0, 0, 1_000);
        receive(2, 0, 0, 500);
        assertThat(read().packets()).isEqualTo(2);
        assertThat(read().bytes()).isEqualTo(1_500);
        assertThat(read().ssrc()).isEqualTo(5);
    }

    @Test
    void aGapIsLoss() {
        receiveNumbers(10, 11, 15, 16);
        assertThat(read().packetsLost()).isEqualTo(3);
    }

    @Test
    void sequenceNumbersWrap() {
        receiveNumbers(65_533, 65_534, 1, 2);
        // 65535 and 0 are missing.
        assertThat(read().packetsLost()).isEqualTo(2);
        receiveRange(3, 65_535);
        receiveRange(0, 9);
        assertThat(read().packetsLost()).isEqualTo(2);
    }

    @Test
    void lossStaysRightOverThousandsOfWraps() {
        Random random = new Random(20_260_103);
        int sequenceNumber = 65_000;
        long sent = 1;
        long received = 1;
        receiveNumbers(sequenceNumber);
        for (int wraps = 0; wraps < 5_000;) {
            int next = sequenceNumber + (random.nextInt(10) == 0 ? 1 + random.nextInt(2_998) : 1);
            sent += next - sequenceNumber;
            received++;
            wraps += next >> 16;
            sequenceNumber = next & 0xFFFF;
            receiveNumbers(sequenceNumber);
        }
        assertThat(read().packets()).isEqualTo(received);
        assertThat(read().packetsLost()).isEqualTo(sent - received);
    }

    @Test
    void aLatePacketIsNotLost() {
        receiveNumbers(1, 2, 4, 5);
        assertThat(read().packetsLost()).isEqualTo(1);
        receiveNumbers(3);
        assertThat(read().packetsLost()).isZero();
    }

    @Test
    void reorderingAcrossTheWrapIsNotLoss() {
        receiveNumbers(65_534, 0, 65_535, 1);
        assertThat(read().packetsLost()).isZero();
    }

    @Test
    void duplicatesCountAsReceived() {
        receiveNumbers(1, 2, 2, 2, 3);
        assertThat(read().packets()).isEqualTo(5);
        assertThat(read().packetsLost()).isEqualTo(-2);
    }

    @Test
    void aJumpOfUpTo2999IsLoss() {
        receiveNumbers(0, 2_999);
        assertThat(read().packetsLost()).isEqualTo(2_998);
    }

    @Test
    void twoInARowFarAheadAreANewStart() {
        receiveNumbers(0, 1, 3_001);
        assertThat(read().packetsLost()).as("one alone proves nothing; it counts as received").isEqualTo(-1);
        receiveNumbers(3_002, 3_003);
        assertThat(read().packetsLost()).isZero();
        receiveNumbers(3_005);
        assertThat(read().packetsLost()).isEqualTo(1);
    }

    @Test
    void twoInARowFarBehindAreANewStart() {
        receiveNumbers(20_000, 20_002);
        receiveNumbers(10_000, 10_001, 10_002);
        assertThat(read().packetsLost()).isEqualTo(1);
        receiveNumbers(10_004);
        assertThat(read().packetsLost()).isEqualTo(2);
    }

    @Test
    void aNewStartMayBeginAtTheWrap() {
        receiveNumbers(30_000, 30_001, 65_535, 0, 1);
        assertThat(read().packetsLost()).isZero();
        receiveNumbers(3);
        assertThat(read().packetsLost()).isEqualTo(1);
    }

    @Test
    void oneStrayPacketDoesNotMakeTheFollowingLate() {
        receiveRange(0, 9);
        receiveNumbers(40_000);
        receiveRange(10, 19);
        receiveNumbers(21);
        // One lost, one received that nobody expected.
        assertThat(read().packetsLost()).isZero();
        assertThat(read().packets()).isEqualTo(22);
    }

    @Test
    void packetsUpTo99BehindAreLate() {
        receiveRange(1_000, 1_200);
        receiveNumbers(1_101, 1_102);
        assertThat(read().packetsLost()).isEqualTo(-2);
        receiveNumbers(1_201);
        assertThat(read().packetsLost()).isEqualTo(-2);
    }

    @Test
    void jitterIsThatOfRfc3550() {
        // Frames every 33 ms (2970 ticks), arriving at 0, 35, 64 and 100 ms.
        receive(1, 0, 0, 0);
        receive(2, 2_970, 35 * MS, 0);
        // D = 180 ticks; J = 180 / 16 = 11.25 ticks = 125,000 ns
        assertThat(read().jitterNs()).isEqualTo(125_000);
        receive(3, 5_940, 64 * MS, 0);
        // D = -360 ticks; J = 11.25 + (360 - 11.25) / 16 = 33.046875 ticks = 367,187.5 ns
        assertThat(read().jitterNs()).isEqualTo(367_188);
        receive(4, 8_910, 100 * MS, 0);
        // D = 270 ticks; J = 33.046875 + (270 - 33.046875) / 16 = 47.8564453125 ticks
        assertThat(read().jitterNs()).isEqualTo(531_738);
    }

    @Test
    void jitterTakesTheFirstPacketOfEachFrame() {
        receive(1, 0, 0, 0);
        receive(2, 0, 5 * MS, 0);
        receive(3, 0, 10 * MS, 0);
        receive(4, 2_970, 33 * MS, 0);
        receive(5, 2_970, 40 * MS, 0);
        assertThat(read().jitterNs()).isZero();
    }

    @Test
    void jitterSurvivesTheWrapOfTheTimestamp() {
        receive(1, 0xFFFF_FFFFL - 969, 0, 0);
        receive(2, 2_000, 33 * MS, 0);
        assertThat(read().jitterNs()).isZero();
    }

    @Test
    void theRateIsThatOfTheLastSecond() {
        for (int packet = 0; packet < 100; packet++) {
            receive(packet, 0, packet * 10 * MS, 1_250);
        }
        // 1,250 bytes every 10 ms: 125,000 bytes in the 0.99 s and a nanosecond from the first packet to the last.
        assertThat(read().bitrateBps()).isEqualTo(1_010_101);
        for (int packet = 100; packet < 110; packet++) {
            receive(packet, 0, packet * 10 * MS + 5 * MS, 1_250);
        }
        // The buckets from 0.1 s to 1.1 s hold 100 packets; the last came at 1.095 s.
        assertThat(read().bitrateBps()).as("the oldest tenth has gone").isEqualTo(1_005_025);
        receive(110, 0, 10_000 * MS, 125);
        // 125 bytes in the window from 9.1 s on: 1,000 bits in 0.9 s and a nanosecond.
        assertThat(read().bitrateBps()).as("after a silence").isEqualTo(1_111);
    }

    @Test
    void aStreamThatIsNotActiveHasNoRate() {
        receive(1, 0, 0, 1_250);
        assertThat(read().bitrateBps()).isPositive();
        assertThat(reception.read(5, false).bitrateBps()).isZero();
        assertThat(reception.read(5, false).active()).isFalse();
    }

    @Test
    void arrivalTimesMayBeNegative() {
        for (int packet = 0; packet < 100; packet++) {
            receive(packet, 0, (packet * 10 - 5_000) * MS, 1_250);
        }
        assertThat(read().bitrateBps()).isEqualTo(1_010_101);
    }
}
