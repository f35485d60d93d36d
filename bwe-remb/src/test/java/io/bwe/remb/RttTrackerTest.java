package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RttTrackerTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    /** Half a second in the units of DLSR. */
    private static final int HALF_SECOND_DELAY = 0x8000;

    private final RttTracker tracker = new RttTracker();

    /** A receiver report with blocks, each of them an LSR and a DLSR. */
    private static ByteBuffer receiverReport(int... lsrAndDelay) {
        return report(201, ByteBuffer.allocate(0), lsrAndDelay);
    }

    /** A sender report with an NTP time and blocks, each of them an LSR and a DLSR. */
    private static ByteBuffer senderReport(long ntpTime, int... lsrAndDelay) {
        return report(200, ByteBuffer.allocate(20).putLong(ntpTime).putInt(90_000).putInt(10).putInt(1000).flip(),
                lsrAndDelay);
    }

    private static ByteBuffer report(int packetType, ByteBuffer senderInfo, int... lsrAndDelay) {
        int blocks = lsrAndDelay.length / 2;
        int size = 8 + senderInfo.remaining() + 24 * blocks;
        ByteBuffer rtcp = ByteBuffer.allocate(size);
        rtcp.put((byte) (0x80 | blocks)).put((byte) packetType).putShort((short) (size / 4 - 1)).putInt(1);
        rtcp.put(senderInfo);
        for (int i = 0; i < blocks; i++) {
            rtcp.putInt(2).putInt(0).putInt(77).putInt(5).putInt(lsrAndDelay[2 * i]).putInt(lsrAndDelay[2 * i + 1]);
        }
        return rtcp.flip();
    }

    private static ByteBuffer extendedReport(ByteBuffer... blocks) {
        ByteBuffer body = compound(blocks);
        return ByteBuffer.allocate(8 + body.remaining()).put((byte) 0x80).put((byte) 207)
                .putShort((short) (1 + body.remaining() / 4)).putInt(1).put(body).flip();
    }

    private static ByteBuffer referenceTime(long ntpTime) {
        return ByteBuffer.allocate(12).put((byte) 4).put((byte) 0).putShort((short) 2).putLong(ntpTime).flip();
    }

    private static ByteBuffer delaySinceLast(int... lrrAndDelay) {
        int items = lrrAndDelay.length / 2;
        ByteBuffer block = ByteBuffer.allocate(4 + 12 * items).put((byte) 5).put((byte) 0)
                .putShort((short) (3 * items));
        for (int i = 0; i < items; i++) {
            block.putInt(2).putInt(lrrAndDelay[2 * i]).putInt(lrrAndDelay[2 * i + 1]);
        }
        return block.flip();
    }

    private static ByteBuffer compound(ByteBuffer... parts) {
        int size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        ByteBuffer whole = ByteBuffer.allocate(size);
        for (ByteBuffer part : parts) {
            whole.put(part.duplicate());
        }
        return whole.flip();
    }

    /** A sender report whose NTP time has these middle 32 bits; the rest is there to be cut off. */
    private static ByteBuffer sent(int ntpMiddle) {
        return senderReport(0xAAAA_0000_0000_BBBBL | (ntpMiddle & 0xFFFF_FFFFL) << 16);
    }

    @Test
    void learnsFromReceiverReportsInEveryKindOfBuffer() {
        for (ByteBuffer shape : BufferShapes.of(sent(0x8765_4321))) {
            BufferShapes.assertUntouched(shape, buffer -> tracker.onOutgoing(buffer, 10 * SECOND));
            for (ByteBuffer answer : BufferShapes.of(receiverReport(0x8765_4321, HALF_SECOND_DELAY))) {
                BufferShapes.assertUntouched(answer, buffer -> assertThat(
                        tracker.onIncoming(buffer, 10 * SECOND + 580 * MS)).isEqualTo(80 * MS));
            }
        }
    }

    @Test
    void learnsFromSenderReports() {
        tracker.onOutgoing(sent(5), 0);
        assertThat(tracker.onIncoming(senderReport(99, 5, HALF_SECOND_DELAY), 600 * MS)).isEqualTo(100 * MS);
    }

    @Test
    void learnsFromReceiverReferenceTimes() {
        tracker.onOutgoing(extendedReport(delaySinceLast(1, 2), referenceTime(0x1111_2222_3333_4444L)), 0);
        ByteBuffer answer = extendedReport(referenceTime(7), delaySinceLast(9, 9, 0x2222_3333, HALF_SECOND_DELAY));
        assertThat(tracker.onIncoming(answer, 530 * MS)).isEqualTo(30 * MS);
    }

    @Test
    void findsReportsAnywhereInACompound() {
        ByteBuffer description = ByteBuffer.allocate(4).put((byte) 0x80).put((byte) 202).putShort((short) 0).flip();
        tracker.onOutgoing(compound(description, sent(5), extendedReport(referenceTime(6L << 16))), 0);
        assertThat(tracker.onIncoming(compound(description, receiverReport(5, 0)), 20 * MS))
                .isEqualTo(20 * MS);
        assertThat(tracker.onIncoming(compound(receiverReport(), extendedReport(delaySinceLast(6, 0))), 30 * MS))
                .isEqualTo(30 * MS);
    }

    @Test
    void theSmallestOfSeveralCounts() {
        tracker.onOutgoing(sent(5), 0);
        tracker.onOutgoing(sent(6), 40 * MS);
        tracker.onOutgoing(sent(7), 10 * MS);
        assertThat(tracker.onIncoming(receiverReport(5, 0, 6, 0, 7, 0), 100 * MS)).isEqualTo(60 * MS);
        assertThat(tracker.onIncoming(
                compound(receiverReport(7, 0, 404, 0), extendedReport(delaySinceLast(6, 0))), 100 * MS))
                .isEqualTo(60 * MS);
    }

    @Test
    void whatIsNotOursTeachesNothing() {
        tracker.onOutgoing(sent(5), 0);
        assertThat(tracker.onIncoming(receiverReport(6, 0), 50 * MS)).isEqualTo(RttTracker.NONE);
        assertThat(tracker.onIncoming(receiverReport(), 50 * MS)).isEqualTo(RttTracker.NONE);
        assertThat(tracker.onIncoming(sent(5), 50 * MS)).isEqualTo(RttTracker.NONE);
        assertThat(tracker.onIncoming(ByteBuffer.allocate(0), 50 * MS)).isEqualTo(RttTracker.NONE);
    }

    @Test
    void zeroSaysThatNothingCame() {
        assertThat(tracker.onIncoming(receiverReport(0, 0), 50 * MS)).isEqualTo(RttTracker.NONE);
        tracker.onOutgoing(sent(0), 0);
        assertThat(tracker.onIncoming(receiverReport(0, 0), 50 * MS)).isEqualTo(RttTracker.NONE);
    }

    @ParameterizedTest
    @CsvSource({
            // From nothing to a minute; delays of 0 and of 1 s (65536)
            "0, 0, 1000000", "999999, 0, 1000000", "1000001, 0, 1000001", "60000000000, 0, 60000000000",
            "60000000001, 0, -1",
            // Shorter than the other side's delay: 1 ms, unless that is beyond all sense
            "990000000, 65536, 1000000", "0, 3932160, 1000000", "0, 3932161, -1", "0, -1, -1"})
    void roundTripsStayWithinReason(long elapsedNs, int delay, long rttNs) {
        tracker.onOutgoing(sent(5), 1000);
        assertThat(tracker.onIncoming(receiverReport(5, delay), 1000 + elapsedNs)).isEqualTo(rttNs);
    }

    @Test
    void remembersTheLastSixtyFour() {
        for (int i = 1; i <= 165; i++) {
            tracker.onOutgoing(sent(i), i * MS);
        }
        assertThat(tracker.onIncoming(receiverReport(101, 0), 201 * MS)).isEqualTo(RttTracker.NONE);
        assertThat(tracker.onIncoming(receiverReport(102, 0), 202 * MS)).isEqualTo(100 * MS);
        assertThat(tracker.onIncoming(receiverReport(165, 0), 202 * MS)).isEqualTo(37 * MS);
    }

    @Test
    void theLatestOfEqualTimesCounts() {
        tracker.onOutgoing(sent(5), 0);
        tracker.onOutgoing(sent(5), 30 * MS);
        assertThat(tracker.onIncoming(receiverReport(5, 0), 50 * MS)).isEqualTo(20 * MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE - 10 * MS, Long.MIN_VALUE})
    void theClockMayWrap(long startNs) {
        tracker.onOutgoing(sent(5), startNs);
        assertThat(tracker.onIncoming(receiverReport(5, 0), startNs + 25 * MS)).isEqualTo(25 * MS);
    }

    /** A day of reports while the wall clock that our sender reports show is set now and then, far and near. */
    @Test
    void theWallClockMayBeSet() {
        Random random = new Random(20_260_102);
        long[] settingsNs = {3_600 * SECOND, -3_600 * SECOND, 500 * MS, -500 * MS, -5 * SECOND,
                -400L * 86_400 * SECOND};
        long wallOffsetNs = 1_800_000_000 * SECOND;
        int learnt = 0;
        for (long sentNs = 0; sentNs < 86_400 * SECOND; sentNs += SECOND + random.nextLong(100 * MS)) {
            if (random.nextInt(300) == 0) {
                wallOffsetNs += settingsNs[random.nextInt(settingsNs.length)];
            }
            long wallNs = sentNs + wallOffsetNs;
            long ntp = wallNs / SECOND << 32 | (wallNs % SECOND << 32) / SECOND;
            tracker.onOutgoing(senderReport(ntp), sentNs);
            long delayNs = random.nextLong(900 * MS);
            long rttNs = tracker.onIncoming(receiverReport((int) (ntp >> 16), (int) ((delayNs << 16) / SECOND)),
                    sentNs + delayNs + 80 * MS);
            assertThat(rttNs).as("at %s ns", sentNs).isBetween(80 * MS, 81 * MS);
            learnt++;
        }
        assertThat(learnt).isGreaterThan(80_000);
    }

    @Test
    void moreBlocksThanFitAreNotRead() {
        tracker.onOutgoing(sent(5), 0);
        ByteBuffer claimsThirtyOne = receiverReport(5, 0).put(0, (byte) 0x9F);
        assertThat(tracker.onIncoming(claimsThirtyOne, 20 * MS)).isEqualTo(20 * MS);
        ByteBuffer claimsNone = receiverReport(5, 0).put(0, (byte) 0x80);
        assertThat(tracker.onIncoming(claimsNone, 20 * MS)).isEqualTo(RttTracker.NONE);
        ByteBuffer shortSenderReport = ByteBuffer.allocate(8).putInt(0x81C8_0001).putInt(1).flip();
        assertThat(tracker.onIncoming(shortSenderReport, 20 * MS)).isEqualTo(RttTracker.NONE);
        tracker.onOutgoing(shortSenderReport, 0);
    }

    @Test
    void anExtendedBlockBeyondItsReportEndsTheReport() {
        tracker.onOutgoing(sent(5), 0);
        ByteBuffer block = delaySinceLast(5, 0).putShort(2, (short) 4);
        assertThat(tracker.onIncoming(extendedReport(block), 20 * MS)).isEqualTo(RttTracker.NONE);
        ByteBuffer tooShort = referenceTime(6L << 16).putShort(2, (short) 1);
        tracker.onOutgoing(extendedReport(tooShort), 0);
        assertThat(tracker.onIncoming(receiverReport(6, 0), 20 * MS)).isEqualTo(RttTracker.NONE);
    }

    @Test
    void randomBytesNeverThrowAndStayAsTheyAre() {
        Random random = new Random(5);
        byte[][] wellFormed = {sent(5).array(), receiverReport(5, 0, 6, 0).array(),
                senderReport(5L << 16, 6, 1).array(),
                extendedReport(referenceTime(6L << 16), delaySinceLast(5, 1, 6, 2)).array()};
        int[] found = new int[1];
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes;
            if (random.nextInt(3) == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
            } else {
                bytes = wellFormed[random.nextInt(wellFormed.length)].clone();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            long nowNs = i * MS;
            BufferShapes.assertUntouched(BufferShapes.random(random, bytes), buffer -> {
                tracker.onOutgoing(buffer, nowNs);
                long rttNs = tracker.onIncoming(buffer, nowNs + 5 * MS);
                if (rttNs != RttTracker.NONE) {
                    assertThat(rttNs).isBetween(MS, 60 * SECOND);
                    found[0]++;
                }
            });
        }
        assertThat(found[0]).isGreaterThan(1_000);
    }

    @Test
    void severalThreadsGetTheirOwnAnswers() throws Exception {
        int threads = 4;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 1; t <= threads; t++) {
                int thread = t;
                results.add(executor.submit(() -> exchange(thread)));
            }
            for (Future<Integer> result : results) {
                // A record may be pushed out by those of the others; one that is found must be the right one.
                assertThat(result.get()).isPositive();
            }
        }
    }

    private int exchange(int thread) {
        int found = 0;
        for (int i = 1; i <= 20_000; i++) {
            int ntpMiddle = thread << 24 | i;
            tracker.onOutgoing(sent(ntpMiddle), ntpMiddle * MS);
            long rttNs = tracker.onIncoming(receiverReport(ntpMiddle, 0), (ntpMiddle + thread) * MS);
            if (rttNs != RttTracker.NONE) {
                assertThat(rttNs).isEqualTo(thread * MS);
                found++;
            }
        }
        return found;
    }
}
