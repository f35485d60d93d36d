package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against bytes worked out by hand from RFC 3550, section 5.1, and RFC 8285, sections 4.2 and 4.3. */
class RtpPacketBuilderTest {
    private final RtpPacketBuilder builder = new RtpPacketBuilder();

    private static String hex(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static String bytes(String... groups) {
        return String.join("", groups).replace(" ", "");
    }

    @Test
    void aPacketOfDefaultsIsABareHeader() {
        assertThat(hex(builder.build())).isEqualTo(bytes("80 60 0000", "00000000", "00000000"));
    }

    @Test
    void theFixedHeaderHasItsFields() {
        builder.payloadType(111).marker(true).sequenceNumber(0xFFFE).timestamp(0xFEDC_BA98L).ssrc(0x89AB_CDEFL);
        assertThat(hex(builder.build())).isEqualTo(bytes("80 EF FFFE", "FEDCBA98", "89ABCDEF"));
    }

    @Test
    void numbersWrap() {
        builder.sequenceNumber(0x1_0001).timestamp(0x1_0000_0002L).ssrc(-1);
        assertThat(hex(builder.build())).isEqualTo(bytes("80 60 0001", "00000002", "FFFFFFFF"));
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 40", "2, 80", "3, C0"})
    void theVersionIsInTheTopBits(int version, String firstByte) {
        assertThat(hex(builder.version(version).build())).startsWith(firstByte + "60");
    }

    @Test
    void contributingSourcesFollowTheFixedHeader() {
        builder.csrcs(1, 0xFFFF_FFFFL);
        assertThat(hex(builder.build()))
                .isEqualTo(bytes("82 60 0000", "00000000", "00000000", "00000001", "FFFFFFFF"));
    }

    @Test
    void oneByteExtensionsHaveIdAndLengthLessOne() {
        builder.absSendTime(3, 0x12_3456).extension(14, (byte) 0xAA);
        // 0x32: id 3, 3 bytes; 0xE0: id 14, 1 byte; two bytes of padding to a whole word.
        assertThat(hex(builder.build())).isEqualTo(
                bytes("90 60 0000", "00000000", "00000000", "BEDE 0002", "32 123456", "E0 AA 0000"));
    }

    @Test
    void twoByteExtensionsHaveIdAndLength() {
        builder.twoByteHeaders().extension(200, (byte) 0xAA).extension(1);
        assertThat(hex(builder.build())).isEqualTo(
                bytes("90 60 0000", "00000000", "00000000", "1000 0002", "C8 01 AA 01", "00 000000"));
    }

    @Test
    void aSendTimeKeepsItsLow24Bits() {
        assertThat(hex(builder.absSendTime(1, 0x0100_0000).build())).endsWith(bytes("BEDE 0001", "12 000000"));
        assertThat(hex(builder.noExtensions().absSendTime(1, -1).build())).endsWith(bytes("BEDE 0001", "12 FFFFFF"));
    }

    @Test
    void aCaptureTimeHasEightBytes() {
        builder.absCaptureTime(5, 0x0123_4567_89AB_CDEFL);
        assertThat(hex(builder.build())).endsWith(bytes("BEDE 0003", "57 012345", "6789ABCD", "EF 000000"));
    }

    @Test
    void rawBytesGoInAsTheyAre() {
        builder.rawExtensionBytes((byte) 0, (byte) 0).extension(1, (byte) 7).rawExtensionBytes((byte) 0xF0);
        assertThat(hex(builder.build())).endsWith(bytes("BEDE 0002", "0000 10 07", "F0 000000"));
    }

    @Test
    void paddingEndsWithItsSize() {
        builder.payloadSize(2).paddingSize(3);
        assertThat(hex(builder.build())).isEqualTo(bytes("A0 60 0000", "00000000", "00000000", "0000", "000003"));
        assertThat(hex(builder.paddingSize(255).build())).hasSize(2 * (12 + 2 + 255)).endsWith("0000FF");
    }

    @Test
    void everythingTogetherIsInTheRightPlace() {
        builder.csrcs(7).absSendTime(3, 0x12_3456).payloadSize(1).paddingSize(1);
        assertThat(hex(builder.build())).isEqualTo(
                bytes("B1 60 0000", "00000000", "00000000", "00000007", "BEDE 0001", "32 123456", "00", "01"));
    }

    @Test
    void aBuilderMakesAsManyPacketsAsAskedFor() {
        ByteBuffer first = builder.absSendTime(1, 1).sequenceNumber(1).build();
        ByteBuffer second = builder.noExtensions().absSendTime(1, 2).sequenceNumber(2).build();
        assertThat(hex(first)).isEqualTo(bytes("90 60 0001", "00000000", "00000000", "BEDE 0001", "12 000001"));
        assertThat(hex(second)).isEqualTo(bytes("90 60 0002", "00000000", "00000000", "BEDE 0001", "12 000002"));
        assertThat(hex(builder.noExtensions().build())).isEqualTo(bytes("80 60 0002", "00000000", "00000000"));
    }

    @Test
    void thePacketLiesBetweenZeroAndTheLimitOfAHeapBuffer() {
        ByteBuffer packet = builder.payloadSize(10).build();
        assertThat(packet.position()).isZero();
        assertThat(packet.limit()).isEqualTo(22);
        assertThat(packet.hasArray()).isTrue();
        assertThat(packet.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    }
}
