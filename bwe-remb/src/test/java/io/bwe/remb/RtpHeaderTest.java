package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.PacketView;
import io.bwe.testkit.AllocationProbe;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpHeaderTest {
    private static final int ID = 3;
    private static final int ABS_SEND_TIME = 0xABCDEF;

    private static RtpPacketBuilder packet() {
        return new RtpPacketBuilder().ssrc(0xFEDCBA98L).timestamp(0x89ABCDEFL).sequenceNumber(0xFFFE).payloadType(111)
                .marker(true).payloadSize(20);
    }

    private static int length(ByteBuffer packet) {
        return RtpHeader.length(packet, packet.position(), packet.remaining(), packet.remaining());
    }

    private static int absSendTime(ByteBuffer packet, int id) {
        return RtpHeader.absSendTime(packet, packet.position(), length(packet), id);
    }

    private static int absCaptureTime(ByteBuffer packet, int id) {
        return RtpHeader.absCaptureTimeAsSendTime(packet, packet.position(), length(packet), id);
    }

    private static int transmissionOffset(ByteBuffer packet, int id) {
        return RtpHeader.transmissionOffset(packet, packet.position(), length(packet), id);
    }

    private static long find(ByteBuffer packet, int id) {
        return RtpHeader.findExtension(packet, packet.position(), length(packet), id);
    }

    /** An element's place as {@link RtpHeader#findExtension} returns it. */
    private static long element(int index, int length) {
        return (long) index << 16 | length;
    }

    @Test
    void readsEveryFieldFromEveryKindOfBuffer() {
        ByteBuffer packet = packet().csrcs(1, 2).absSendTime(ID, ABS_SEND_TIME).build();
        for (ByteBuffer shape : BufferShapes.of(packet)) {
            BufferShapes.assertUntouched(shape, buffer -> {
                int offset = buffer.position();
                // 12 fixed + 2 CSRCs x 4 + 4 extension header + 4 for one element of 1 + 3 bytes
                assertThat(length(buffer)).isEqualTo(28);
                assertThat(RtpHeader.sequenceNumber(buffer, offset)).isEqualTo(0xFFFE);
                assertThat(RtpHeader.timestamp(buffer, offset)).isEqualTo(0x89ABCDEFL);
                assertThat(RtpHeader.ssrc(buffer, offset)).isEqualTo(0xFEDCBA98L);
                assertThat(RtpHeader.payloadType(buffer, offset)).isEqualTo(111);
                assertThat(RtpHeader.marker(buffer, offset)).isTrue();
                assertThat(find(buffer, ID)).isEqualTo(element(offset + 25, 3));
                assertThat(absSendTime(buffer, ID)).isEqualTo(ABS_SEND_TIME);
            });
        }
    }

    @Test
    void readsAPacketThatBeginsBeforeThePosition() {
        ByteBuffer packet = packet().absSendTime(ID, ABS_SEND_TIME).build();
        ByteBuffer frame = ByteBuffer.allocate(42 + packet.remaining()).put(42, packet, 0, packet.remaining());
        frame.position(frame.limit());
        assertThat(RtpHeader.length(frame, 42, packet.remaining(), packet.remaining())).isEqualTo(20);
        assertThat(RtpHeader.absSendTime(frame, 42, 20, ID)).isEqualTo(ABS_SEND_TIME);
    }

    @Test
    void payloadTypeAndMarkerShareAByte() {
        ByteBuffer packet = packet().marker(false).payloadType(127).build();
        assertThat(RtpHeader.marker(packet, 0)).isFalse();
        assertThat(RtpHeader.payloadType(packet, 0)).isEqualTo(127);
        packet = packet().marker(true).payloadType(0).build();
        assertThat(RtpHeader.marker(packet, 0)).isTrue();
        assertThat(RtpHeader.payloadType(packet, 0)).isZero();
    }

    @Test
    void measuresTheLargestHeader() {
        long[] csrcs = new long[15];
        ByteBuffer packet = packet().csrcs(csrcs).twoByteHeaders().extension(1, new byte[255]).build();
        // 12 + 60 + 4 + (2 + 255 bytes, in whole words) 260
        assertThat(length(packet)).isEqualTo(336);
        ByteBuffer csrcsOnly = packet().csrcs(csrcs).build();
        assertThat(length(csrcsOnly)).isEqualTo(72);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void otherVersionsAreMalformed(int version) {
        assertThat(length(packet().version(version).build())).isEqualTo(RtpHeader.MALFORMED);
    }

    @Test
    void everyHeaderCutShortIsMalformed() {
        ByteBuffer packet = packet().csrcs(7).absSendTime(ID, ABS_SEND_TIME).payloadSize(0).build();
        int headerLength = length(packet);
        assertThat(headerLength).isEqualTo(packet.limit());
        for (int cut = 0; cut < headerLength; cut++) {
            packet.limit(cut);
            assertThat(length(packet)).as("cut at %d", cut).isEqualTo(RtpHeader.MALFORMED);
            assertThat(RtpHeader.length(packet, 0, cut, headerLength)).as("capture cut at %d", cut)
                    .isEqualTo(RtpHeader.MALFORMED);
        }
    }

    @Test
    void anExtensionBlockBeyondThePacketIsMalformed() {
        ByteBuffer packet = packet().absSendTime(ID, ABS_SEND_TIME).build();
        packet.putShort(14, (short) 7); // 16 + 7 x 4 > 40
        assertThat(length(packet)).isEqualTo(RtpHeader.MALFORMED);
        packet.putShort(14, (short) 6); // 16 + 6 x 4 = 40
        assertThat(length(packet)).isEqualTo(40);
        packet.putShort(14, (short) 0xFFFF);
        assertThat(length(packet)).isEqualTo(RtpHeader.MALFORMED);
    }

    @Test
    void bytesThatTheBufferDoesNotHaveAreMalformed() {
        ByteBuffer packet = packet().build();
        int size = packet.limit();
        assertThat(RtpHeader.length(packet, 0, size + 1, size + 1)).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.length(packet, 1, size, size)).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.length(packet, -1, size, size)).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.length(packet, Integer.MAX_VALUE, size, size)).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.length(packet, 0, -1, size)).isEqualTo(RtpHeader.MALFORMED);
        assertThat(RtpHeader.length(packet, 0, size, size - 1)).isEqualTo(RtpHeader.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "24, true", "25, false", "255, false"})
    void thePaddingCountMustFitBehindTheHeader(int count, boolean wellFormed) {
        ByteBuffer packet = packet().payloadSize(20).paddingSize(4).build();
        packet.put(packet.limit() - 1, (byte) count);
        assertThat(length(packet)).isEqualTo(wellFormed ? 12 : RtpHeader.MALFORMED);
    }

    @Test
    void aPaddingBitNeedsAByteOfPadding() {
        ByteBuffer packet = packet().payloadSize(0).build();
        packet.put(0, (byte) (packet.get(0) | 0x20));
        packet.put(11, (byte) 1);
        assertThat(length(packet)).isEqualTo(RtpHeader.MALFORMED);
    }

    @Test
    void thePaddingOfACutPacketIsNotLookedAt() {
        ByteBuffer packet = packet().payloadSize(20).paddingSize(4).build();
        packet.limit(20);
        assertThat(packet.get(19)).isZero();
        assertThat(RtpHeader.length(packet, 0, 20, 36)).isEqualTo(12);
        assertThat(RtpHeader.length(packet, 0, 20, 20)).isEqualTo(RtpHeader.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"191, false", "192, true", "200, true", "223, true", "224, false", "72, false"})
    void tellsRtcpFromRtp(int secondByte, boolean rtcp) {
        for (ByteBuffer shape : BufferShapes.of(ByteBuffer.wrap(new byte[]{(byte) 0x80, (byte) secondByte}))) {
            assertThat(RtpHeader.isRtcp(shape, shape.position(), 2)).isEqualTo(rtcp);
        }
    }

    @Test
    void lessThanTwoBytesAreNotRtcp() {
        ByteBuffer packet = ByteBuffer.wrap(new byte[]{(byte) 0x80, (byte) 200});
        assertThat(RtpHeader.isRtcp(packet, 0, 1)).isFalse();
        assertThat(RtpHeader.isRtcp(packet, 1, 2)).isFalse();
        assertThat(RtpHeader.isRtcp(packet, -1, 2)).isFalse();
    }

    @Test
    void findsOneByteElementsInAnyOrderAndBehindPadding() {
        ByteBuffer packet = packet().extension(14, new byte[16]).rawExtensionBytes((byte) 0, (byte) 0)
                .extension(1, (byte) 42).absSendTime(ID, ABS_SEND_TIME).build();
        // 12 + 4 = 16: element 14 has its head at 16, its data at 17; 2 padding bytes at 33; element 1 at 35; element 3
        // at 37
        assertThat(find(packet, 14)).isEqualTo(element(17, 16));
        assertThat(find(packet, 1)).isEqualTo(element(36, 1));
        assertThat(find(packet, ID)).isEqualTo(element(38, 3));
        assertThat(find(packet, 2)).isEqualTo(-1);
        assertThat(absSendTime(packet, ID)).isEqualTo(ABS_SEND_TIME);
    }

    @Test
    void findsTwoByteElementsWithAnyIdAndLength() {
        ByteBuffer packet = packet().twoByteHeaders().extension(255, new byte[200]).rawExtensionBytes((byte) 0)
                .extension(15).absSendTime(200, ABS_SEND_TIME).build();
        // Data of 255 at 18; padding at 218; element 15 without data at 219, element 200 at 221
        assertThat(find(packet, 255)).isEqualTo(element(18, 200));
        assertThat(find(packet, 15)).isEqualTo(element(221, 0));
        assertThat(find(packet, 200)).isEqualTo(element(223, 3));
        assertThat(absSendTime(packet, 200)).isEqualTo(ABS_SEND_TIME);
        assertThat(absSendTime(packet, 255)).isEqualTo(PacketView.NO_SEND_TIME);
        assertThat(absSendTime(packet, 15)).isEqualTo(PacketView.NO_SEND_TIME);
    }

    @Test
    void theApplicationBitsOfTheTwoByteProfileDoNotMatter() {
        ByteBuffer packet = packet().twoByteHeaders().absSendTime(ID, ABS_SEND_TIME).build();
        packet.putShort(12, (short) 0x100F);
        assertThat(absSendTime(packet, ID)).isEqualTo(ABS_SEND_TIME);
        packet.putShort(12, (short) 0x1010);
        assertThat(absSendTime(packet, ID)).isEqualTo(PacketView.NO_SEND_TIME);
    }

    @Test
    void otherProfilesHoldNoElements() {
        ByteBuffer packet = packet().absSendTime(ID, ABS_SEND_TIME).build();
        packet.putShort(12, (short) 0xBEDF);
        assertThat(length(packet)).isEqualTo(20);
        assertThat(absSendTime(packet, ID)).isEqualTo(PacketView.NO_SEND_TIME);
    }

    @Test
    void withoutAnExtensionBlockNothingIsFound() {
        ByteBuffer packet = packet().build();
        assertThat(absSendTime(packet, ID)).isEqualTo(PacketView.NO_SEND_TIME);
        assertThat(absCaptureTime(packet, ID)).isEqualTo(PacketView.NO_SEND_TIME);
        assertThat(find(packet, ID)).isEqualTo(-1);
    }

    @Test
    void idFifteenEndsABlockOfOneByteElements() {
        ByteBuffer packet = packet().extension(15, (byte) 9).absSendTime(ID, ABS_SEND_TIME).build();
        assertThat(find(packet, 15)).isEqualTo(-1);
        assertThat(absSendTime(packet, ID)).isEqualTo(PacketView.NO_SEND_TIME);
    }

    @Test
    void idZeroWithALengthEndsABlockOfOneByteElements() {
        ByteBuffer packet = packet().rawExtensionBytes((byte) 0x01, (byte) 0, (byte) 0)
                .absSendTime(ID, ABS_SEND_TIME).build();
        assertThat(absSendTime(packet, ID)).isEqualTo(PacketView.NO_SEND_TIME);
        assertThat(find(packet, 0)).isEqualTo(-1);
    }

    @Test
    void anElementBeyondTheBlockEndsTheSearch() {
        // One word: padding, then a head that claims 3 bytes where 2 are left.
        ByteBuffer oneByte = packet().rawExtensionBytes((byte) 0, (byte) (ID << 4 | 2), (byte) 1, (byte) 2).build();
        assertThat(length(oneByte)).isEqualTo(20);
        assertThat(absSendTime(oneByte, ID)).isEqualTo(PacketView.NO_SEND_TIME);
        ByteBuffer twoByte = packet().twoByteHeaders()
                .rawExtensionBytes((byte) ID, (byte) 3, (byte) 1, (byte) 2).build();
        assertThat(absSendTime(twoByte, ID)).isEqualTo(PacketView.NO_SEND_TIME);
        ByteBuffer headOnly = packet().twoByteHeaders()
                .rawExtensionBytes((byte) 0, (byte) 0, (byte) 0, (byte) ID).build();
        assertThat(find(headOnly, ID)).isEqualTo(-1);
    }

    @Test
    void anElementMayEndWithTheBlockAndThePacket() {
        ByteBuffer packet = packet().payloadSize(0).absSendTime(ID, ABS_SEND_TIME).build();
        assertThat(length(packet)).isEqualTo(packet.limit());
        assertThat(absSendTime(packet, ID)).isEqualTo(ABS_SEND_TIME);
        ByteBuffer capture = packet().payloadSize(0).twoByteHeaders().rawExtensionBytes((byte) 0, (byte) 0)
                .absCaptureTime(ID, 1L << 32).build();
        assertThat(absCaptureTime(capture, ID)).isEqualTo(1 << 18);
        ByteBuffer empty = packet().payloadSize(0).twoByteHeaders().rawExtensionBytes((byte) 0, (byte) 0)
                .extension(ID).build();
        assertThat(find(empty, ID)).isEqualTo(element(empty.limit(), 0));
    }

    @Test
    void theFirstOfTwoElementsWithOneIdCounts() {
        ByteBuffer packet = packet().absSendTime(ID, 1).absSendTime(ID, 2).build();
        assertThat(absSendTime(packet, ID)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7F_FFFF, 0x80_0000, 0xFF_FFFF})
    void everySendTimeIsValid(int sendTime) {
        assertThat(absSendTime(packet().absSendTime(ID, sendTime).build(), ID)).isEqualTo(sendTime);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void aSendTimeHasThreeBytes(int bytes) {
        assertThat(absSendTime(packet().extension(ID, new byte[bytes]).build(), ID)).isEqualTo(PacketView.NO_SEND_TIME);
    }

    @ParameterizedTest
    @CsvSource({"000000, 0", "000001, 1", "7FFFFF, 8388607", "800000, -8388608", "FFFFFF, -1", "FFFF00, -256"})
    void aTransmissionOffsetHasASign(String bytes, int units) {
        byte[] data = HexFormat.of().parseHex(bytes);
        for (ByteBuffer shape : BufferShapes.of(packet().absSendTime(1, -1).extension(ID, data).build())) {
            BufferShapes.assertUntouched(shape,
                    buffer -> assertThat(transmissionOffset(buffer, ID)).isEqualTo(units));
        }
        assertThat(transmissionOffset(packet().twoByteHeaders().extension(ID, data).build(), ID)).isEqualTo(units);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void aTransmissionOffsetHasThreeBytes(int bytes) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) 1);
        assertThat(transmissionOffset(packet().extension(ID, data).build(), ID)).isZero();
        assertThat(transmissionOffset(packet().build(), ID)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
            // 0.25 s = 2^30 / 2^32 = 2^16 / 2^18
            "0x0000000040000000, 0x010000",
            // 64 s is a whole turn; 63 s + (2^18 - 1) / 2^18 is the largest
            "0x0000004000000000, 0x000000", "0x0000003FFFFFC000, 0xFFFFFF",
            // What is finer than 2^-18 s falls away, as do the seconds beyond 64 and the sign
            "0x0000000000003FFF, 0x000000", "0xFFFFFFFFFFFFFFFF, 0xFFFFFF"})
    void captureTimeTakesTheShapeOfASendTime(String ntpTime, String sendTime) {
        long ntp = Long.parseUnsignedLong(ntpTime.substring(2), 16);
        assertThat(absCaptureTime(packet().absCaptureTime(ID, ntp).build(), ID)).isEqualTo(Integer.decode(sendTime));
    }

    @Test
    void captureTimeMayCarryAClockOffset() {
        byte[] data = ByteBuffer.allocate(16).putLong(0x40000000L).putLong(-1).array();
        assertThat(absCaptureTime(packet().extension(ID, data).build(), ID)).isEqualTo(1 << 16);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 9, 15})
    void captureTimeHasEightOrSixteenBytes(int bytes) {
        assertThat(absCaptureTime(packet().extension(ID, new byte[bytes]).build(), ID))
                .isEqualTo(PacketView.NO_SEND_TIME);
    }

    @Test
    void randomBytesNeverThrowAndStayAsTheyAre() {
        Random random = new Random(1);
        int wellFormed = 0;
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            ByteBuffer packet = BufferShapes.random(random, randomPacket(random));
            int size = packet.remaining();
            int wireLength = size + Math.max(0, random.nextInt(20) - 15);
            int id = random.nextInt(10) > 0 ? 1 + random.nextInt(3) : random.nextInt(18) - 1;
            int[] result = new int[2];
            BufferShapes.assertUntouched(packet, buffer -> result[0] = readAll(buffer, size, wireLength, id, result));
            wellFormed += result[0] != RtpHeader.MALFORMED ? 1 : 0;
            found += result[1];
        }
        // The bytes must be good enough to reach the code behind the first checks.
        assertThat(wellFormed).isGreaterThan(20_000);
        assertThat(found).isGreaterThan(2_000);
    }

    private static int readAll(ByteBuffer buffer, int size, int wireLength, int id, int[] result) {
        int offset = buffer.position();
        RtpHeader.isRtcp(buffer, offset, size);
        int length = RtpHeader.length(buffer, offset, size, wireLength);
        if (length == RtpHeader.MALFORMED) {
            return length;
        }
        assertThat(length).isBetween(12, size);
        assertThat(RtpHeader.sequenceNumber(buffer, offset)).isBetween(0, 0xFFFF);
        assertThat(RtpHeader.timestamp(buffer, offset)).isBetween(0L, 0xFFFF_FFFFL);
        assertThat(RtpHeader.ssrc(buffer, offset)).isBetween(0L, 0xFFFF_FFFFL);
        assertThat(RtpHeader.payloadType(buffer, offset)).isBetween(0, 127);
        assertThat(RtpHeader.absSendTime(buffer, offset, length, id)).isBetween(-1, 0xFF_FFFF);
        assertThat(RtpHeader.absCaptureTimeAsSendTime(buffer, offset, length, id)).isBetween(-1, 0xFF_FFFF);
        assertThat(RtpHeader.transmissionOffset(buffer, offset, length, id)).isBetween(-0x80_0000, 0x7F_FFFF);
        long element = RtpHeader.findExtension(buffer, offset, length, id);
        if (element >= 0) {
            long index = element >> 16;
            assertThat(index).isBetween(offset + 16L, (long) offset + length);
            assertThat(index + (element & 0xFFFF)).isLessThanOrEqualTo(offset + length);
            result[1] = 1;
        }
        return length;
    }

    /** Random bytes, most of them with a first byte, a profile and a length that promise well. */
    private static byte[] randomPacket(Random random) {
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        if (bytes.length >= 16 && random.nextInt(5) > 0) {
            int csrcCount = random.nextInt(3);
            bytes[0] = (byte) (0x90 | random.nextInt(2) << 5 | csrcCount);
            int block = 12 + 4 * csrcCount;
            if (block + 4 <= bytes.length) {
                boolean oneByte = random.nextBoolean();
                ByteBuffer.wrap(bytes).putShort(block, (short) (oneByte ? 0xBEDE : 0x1000))
                        .putShort(block + 2, (short) random.nextInt(12));
                for (int i = block + 4; i < bytes.length; i++) {
                    bytes[i] = (byte) (random.nextBoolean() ? bytes[i] & 0x33 : bytes[i]);
                }
            }
        }
        return bytes;
    }

    @Test
    void allocatesNothing() {
        ByteBuffer[] packets = BufferShapes
                .of(packet().csrcs(1).extension(1, (byte) 1).absSendTime(ID, ABS_SEND_TIME).absCaptureTime(4, 1L << 33)
                        .build())
                .toArray(ByteBuffer[]::new);
        long[] sum = new long[1];
        Runnable parse = () -> {
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer packet = packets[i % packets.length];
                int offset = packet.position();
                int size = packet.remaining();
                int length = RtpHeader.length(packet, offset, size, size);
                sum[0] += length + RtpHeader.sequenceNumber(packet, offset) + RtpHeader.timestamp(packet, offset)
                        + RtpHeader.ssrc(packet, offset) + RtpHeader.payloadType(packet, offset)
                        + (RtpHeader.marker(packet, offset) ? 1 : 0) + (RtpHeader.isRtcp(packet, offset, size) ? 1 : 0)
                        + RtpHeader.absSendTime(packet, offset, length, ID)
                        + RtpHeader.transmissionOffset(packet, offset, length, ID)
                        + RtpHeader.absCaptureTimeAsSendTime(packet, offset, length, 4);
            }
        };
        parse.run();
        parse.run();
        assertThat(AllocationProbe.steadyBytesAllocatedBy(parse)).isZero();
        assertThat(sum[0]).isPositive();
    }
}
