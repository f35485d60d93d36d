package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RembPacketTest {
    private static final long SENDER = 0x01020304L;

    private static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static String hex(ByteBuffer buffer) {
        return HexFormat.of().withUpperCase().formatHex(BufferShapes.bytes(buffer));
    }

    private static ByteBuffer encodeOne(long bitrateBps, long... ssrcs) {
        List<ByteBuffer> packets = new RembPacket(SENDER, bitrateBps, ssrcs).encode();
        assertThat(packets).hasSize(1);
        return packets.get(0);
    }

    private static long decodedBps(ByteBuffer packet) {
        List<RembPacket> decoded = RembPacket.decode(packet);
        assertThat(decoded).hasSize(1);
        return decoded.get(0).bitrateBps();
    }

    @Test
    void encodesOneSsrcByteForByte() {
        // 2,500,000 = 0b10_0110_0010_0101_1010_0000 has 22 bits, so exponent 22 - 18 = 4 and
        // mantissa 2,500,000 / 16 = 156,250 = 0x2625A.
        // The word: 1 SSRC << 24 | 4 << 18 = 0x100000 | 0x02625A -> 01 12 62 5A.
        // Length: 20 + 4 = 24 bytes = 6 words, less one = 5. First byte: 2 << 6 | 15 = 0x8F. PT 206 = 0xCE.
        assertThat(hex(encodeOne(2_500_000, 0xCAFEBABEL)))
                .isEqualTo("8FCE0005" + "01020304" + "00000000" + "52454D42" + "0112625A" + "CAFEBABE");
    }

    @Test
    void encodesSeveralSsrcsByteForByte() {
        // 1,000,001 has 20 bits, so exponent 2 and mantissa floor(1,000,001 / 4) = 250,000 = 0x3D090 (1 bit/s lost).
        // The word: 3 << 24 | 2 << 18 = 0x080000 | 0x03D090 -> 03 0B D0 90. Length: 32 bytes = 8 words -> 7.
        ByteBuffer packet = encodeOne(1_000_001, 1, 0xFFFF_FFFFL, 0x80000000L);
        assertThat(hex(packet)).isEqualTo(
                "8FCE0007" + "01020304" + "00000000" + "52454D42" + "030BD090" + "00000001FFFFFFFF80000000");
        assertThat(RembPacket.decode(packet))
                .containsExactly(new RembPacket(SENDER, 1_000_000, 1, 0xFFFF_FFFFL, 0x80000000L));
    }

    @ParameterizedTest
    @CsvSource({
            // Up to 18 bits the exponent is 0.
            "0, 01000000", "1, 01000001", "262143, 0103FFFF",
            // 2^18 has 19 bits: exponent 1 (1 << 18 = 0x040000), mantissa 2^17 = 0x20000.
            "262144, 01060000",
            // 2^19 - 1: exponent 1, mantissa floor((2^19 - 1) / 2) = 2^18 - 1: rounded down, not up.
            "524287, 0107FFFF",
            // 2^63 - 1 has 63 bits: exponent 45 = 0b101101 (45 << 18 = 0xB40000), mantissa 2^18 - 1 = 0x03FFFF.
            "9223372036854775807, 01B7FFFF"})
    void encodesTheBitRate(long bitrateBps, String word) {
        assertThat(hex(encodeOne(bitrateBps, 7)).substring(32, 40)).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
            // Mantissa 2^17 (0x20000) x 2^45 = 2^62 is the largest power that fits; with exponent 46 it is 2^63.
            "01B60000, 4611686018427387904", "01BA0000, 9223372036854775807",
            // The largest of all, exponent 63: 63 << 18 = 0xFC0000.
            "01FFFFFF, 9223372036854775807",
            // 1 x 2^62 fits (62 << 18 = 0xF80000), 1 x 2^63 does not; 0 x 2^63 is 0.
            "01F80001, 4611686018427387904", "01FC0001, 9223372036854775807", "01FC0000, 0"})
    void decodesAnyExponentWithoutOverflow(String word, long bitrateBps) {
        ByteBuffer packet = hex("8FCE0005 01020304 00000000 52454D42" + word + "00000007");
        assertThat(decodedBps(packet)).isEqualTo(bitrateBps);
    }

    @Test
    void whatArrivesIsNeverMoreAndHardlyLess() {
        Random random = new Random(2);
        LongStream everyMagnitude = LongStream.range(0, 63).flatMap(bit -> LongStream.of((1L << bit) - 1, 1L << bit));
        LongStream anywhere = LongStream.generate(() -> random.nextLong() >>> 1 + random.nextInt(60)).limit(20_000);
        LongStream.concat(everyMagnitude, anywhere).forEach(bitrateBps -> {
            long decoded = decodedBps(encodeOne(bitrateBps, 7));
            assertThat(decoded).isLessThanOrEqualTo(bitrateBps);
            // decoded > original x (1 - 2^-17), kept in integers: the loss is less than original / 2^17.
            assertThat(bitrateBps - decoded).isLessThanOrEqualTo(bitrateBps >> 17);
            if (bitrateBps > 0) {
                assertThat((double) decoded).isGreaterThan(bitrateBps * (1 - 0x1p-17));
            }
            assertThat(decodedBps(encodeOne(decoded, 7))).as("an encodable rate stays").isEqualTo(decoded);
        });
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 24", "254, 1, 1036", "255, 1, 1040", "256, 2, 1064", "510, 2, 2080", "600, 3, 2460"})
    void manySsrcsTakeSeveralPackets(int count, int packets, int bytes) {
        long[] ssrcs = LongStream.range(1000, 1000 + count).toArray();
        RembPacket remb = new RembPacket(SENDER, 640_000, ssrcs);
        List<ByteBuffer> encoded = remb.encode();

        assertThat(encoded).hasSize(packets);
        assertThat(encoded).allSatisfy(packet -> {
            assertThat(packet.position()).isZero();
            assertThat(packet.limit()).isEqualTo(packet.capacity());
            assertThat(decodedBps(packet)).isEqualTo(640_000);
        });
        assertThat(encoded.stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(bytes);
        assertThat(RembPacket.encodedSize(count)).isEqualTo(bytes);
        assertThat(encoded.stream().flatMapToLong(packet -> LongStream.of(RembPacket.decode(packet).get(0).ssrcs())))
                .containsExactly(LongStream.of(ssrcs).boxed().toArray(Long[]::new));
    }

    @Test
    void withoutSsrcsThereIsNoPacket() {
        RembPacket remb = new RembPacket(SENDER, 640_000);
        assertThat(remb.encode()).isEmpty();
        assertThat(RembPacket.encodedSize(0)).isZero();
        ByteBuffer into = ByteBuffer.allocate(0);
        remb.encodeTo(into);
        assertThat(into.position()).isZero();
    }

    @Test
    void encodesIntoABufferOfAnyKindBehindWhatIsThere() {
        long[] ssrcs = LongStream.range(0, 300).toArray();
        RembPacket remb = new RembPacket(SENDER, 640_000, ssrcs);
        String expected = remb.encode().stream().map(RembPacketTest::hex).reduce("", String::concat);
        int size = RembPacket.encodedSize(ssrcs.length);
        for (ByteBuffer into : List.of(ByteBuffer.allocate(size + 9), ByteBuffer.allocateDirect(size + 9),
                ByteBuffer.allocate(size + 9).order(ByteOrder.LITTLE_ENDIAN))) {
            into.put(new byte[]{1, 2, 3});
            remb.encodeTo(into);
            assertThat(into.position()).isEqualTo(3 + size);
            into.flip();
            assertThat(hex(into)).isEqualTo("010203" + expected);
        }
    }

    @Test
    void aBufferTooSmallIsLeftAsItIs() {
        ByteBuffer into = ByteBuffer.allocate(23);
        assertThatThrownBy(() -> new RembPacket(SENDER, 1, 7).encodeTo(into))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(into.position()).isZero();
        assertThat(into.array()).containsOnly(0);
    }

    @Test
    void findsRembsAmongOtherPackets() {
        // RR, REMB for SSRC 7, picture loss indication (FMT 1, PT 206), REMB for SSRC 8
        ByteBuffer rtcp = hex("80C90001 01020304"
                + "8FCE0005 01020304 00000000 52454D42 01000064 00000007"
                + "81CE0002 01020304 00000007"
                + "8FCE0005 01020304 00000000 52454D42 010000C8 00000008");
        for (ByteBuffer shape : BufferShapes.of(rtcp)) {
            BufferShapes.assertUntouched(shape, buffer -> assertThat(RembPacket.decode(buffer))
                    .containsExactly(new RembPacket(SENDER, 100, 7), new RembPacket(SENDER, 200, 8)));
        }
    }

    @Test
    void readsARembWithPaddingOrWithoutSsrcs() {
        assertThat(RembPacket.decode(hex("AFCE0006 01020304 00000000 52454D42 01000064 00000007 00000004")))
                .containsExactly(new RembPacket(SENDER, 100, 7));
        assertThat(RembPacket.decode(hex("8FCE0004 01020304 00000000 52454D42 00000064")))
                .containsExactly(new RembPacket(SENDER, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // nothing; less than a header; another version
            "", "8FCE00", "4FCE0005 01020304 00000000 52454D42 01000064 00000007",
            // beyond the buffer
            "8FCE0006 01020304 00000000 52454D42 01000064 00000007",
            // another format, packet type, identifier
            "81CE0005 01020304 00000000 52454D42 01000064 00000007",
            "8FCD0005 01020304 00000000 52454D42 01000064 00000007",
            "8FCE0005 01020304 00000000 52454D43 01000064 00000007",
            // too short for a bit rate; more SSRCs than fit; fewer than there is room for
            "8FCE0003 01020304 00000000 52454D42", "8FCE0005 01020304 00000000 52454D42 02000064 00000007",
            "8FCE0005 01020304 00000000 52454D42 00000064 00000007",
            // padding that leaves no room for the SSRC
            "AFCE0005 01020304 00000000 52454D42 01000064 00000004"})
    void whatIsNoRembIsSkipped(String rtcp) {
        assertThat(RembPacket.decode(hex(rtcp))).isEmpty();
    }

    @Test
    void whatWasReadBeforeAMalformedPacketCounts() {
        assertThat(RembPacket.decode(hex("8FCE0005 01020304 00000000 52454D42 01000064 00000007 FFFF")))
                .containsExactly(new RembPacket(SENDER, 100, 7));
    }

    @Test
    void randomBytesNeverThrowAndStayAsTheyAre() {
        Random random = new Random(3);
        byte[] remb = encodeOne(640_000, 1, 2, 3).array();
        int[] found = new int[1];
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes;
            if (random.nextBoolean()) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                bytes = remb.clone();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            BufferShapes.assertUntouched(BufferShapes.random(random, bytes),
                    buffer -> found[0] += RembPacket.decode(buffer).size());
        }
        assertThat(found[0]).isGreaterThan(10_000);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new RembPacket(-1, 1, 7)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("senderSsrc -1 is out of range; allowed is 0 to 4294967295");
        assertThatThrownBy(() -> new RembPacket(1L << 32, 1, 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RembPacket(SENDER, -1, 7)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bitrateBps -1 is out of range; allowed is 0 or more");
        assertThatThrownBy(() -> new RembPacket(SENDER, 1, 7, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RembPacket(SENDER, 1, 1L << 32)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isAValue() {
        long[] ssrcs = {7, 8};
        RembPacket remb = new RembPacket(SENDER, 100, ssrcs);
        ssrcs[0] = 9;
        remb.ssrcs()[1] = 9;
        assertThat(remb.ssrcs()).containsExactly(7, 8);
        assertThat(remb).isEqualTo(new RembPacket(SENDER, 100, 7, 8))
                .hasSameHashCodeAs(new RembPacket(SENDER, 100, 7, 8))
                .isNotEqualTo(new RembPacket(SENDER, 100, 8, 7)).isNotEqualTo(new RembPacket(SENDER, 101, 7, 8))
                .isNotEqualTo(new RembPacket(0, 100, 7, 8))
                .hasToString("RembPacket[senderSsrc=16909060, bitrateBps=100, ssrcs=[7, 8]]");
    }
}
