package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngReaderTest {
    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7};
    private static final int RESOLUTION = 9;
    private static final int OFFSET = 14;
    private static final int SECTION_BYTES = 28;

    private final CapturedFrame frame = new CapturedFrame();

    private static PcapngReader reader(byte[] file) throws BadInputException, IOException {
        return new PcapngReader(new InputBytes(new ByteArrayInputStream(file), false));
    }

    private static PcapngReader reader(PcapngBuilder file) throws BadInputException, IOException {
        return reader(file.build());
    }

    private static PcapngBuilder littleEndian() {
        return new PcapngBuilder(ByteOrder.LITTLE_ENDIAN);
    }

    private void assertFrame(int linkType, long timestampNs) {
        assertThat(Arrays.copyOf(frame.data().array(), frame.data().limit())).isEqualTo(FRAME);
        assertThat(frame.linkType()).isEqualTo(linkType);
        assertThat(frame.timestampNs()).isEqualTo(timestampNs);
    }

    private void assertEnd(PcapngReader reader) throws IOException {
        assertThat(reader.next(frame)).isFalse();
        assertThat(reader.damage()).isNull();
    }

    private void assertDamage(PcapngReader reader, String damage) throws IOException {
        assertThat(reader.next(frame)).isFalse();
        assertThat(reader.damage()).isEqualTo(damage);
        assertThat(reader.next(frame)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsEnhancedPacketsInBothByteOrders(boolean bigEndian) throws Exception {
        PcapngReader reader = reader(new PcapngBuilder(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .describeInterface(276, 0).enhancedPacket(0, 1_700_000_000_123_456L, 99, FRAME));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(276, 1_700_000_000_123_456_000L);
        assertThat(frame.originalLength()).isEqualTo(99);
        assertEnd(reader);
    }

    @Test
    void readsObsoletePacketBlocks() throws Exception {
        PcapngReader reader = reader(littleEndian().describeInterface(1, 0).obsoletePacket(0, 7, FRAME));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, 7_000);
    }

    @Test
    void readsSimplePacketsWhichHaveNoTime() throws Exception {
        PcapngReader reader = reader(littleEndian().describeInterface(1, 7).simplePacket(7, FRAME)
                .simplePacket(500, Arrays.copyOf(FRAME, 8)).simplePacket(2, FRAME));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, CapturedFrame.NO_TIMESTAMP);
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, CapturedFrame.NO_TIMESTAMP);
        assertThat(frame.originalLength()).isEqualTo(500);
        assertThat(reader.next(frame)).isTrue();
        assertThat(frame.data().limit()).isEqualTo(2);
        assertEnd(reader);
    }

    @Test
    void takesTheResolutionAndTheOffsetOfEachInterface() throws Exception {
        PcapngBuilder file = littleEndian();
        byte[] comment = file.option(1, (byte) 'x', (byte) 'y', (byte) 'z');
        byte[] nanoseconds = file.option(RESOLUTION, (byte) 9);
        byte[] tenSeconds = file.option(OFFSET, (byte) 10, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0,
                (byte) 0);
        byte[] end = file.option(0);
        file.describeInterface(1, 0, FrameBuilder.join(comment, nanoseconds, end));
        file.describeInterface(101, 0, tenSeconds);
        PcapngReader reader = reader(file.enhancedPacket(0, 5, 7, FRAME).enhancedPacket(1, 5, 7, FRAME));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, 5);
        assertThat(reader.next(frame)).isTrue();
        assertFrame(101, 10_000_005_000L);
    }

    @Test
    void beginsANewListOfInterfacesWithEachSectionWhateverItsByteOrder() throws Exception {
        PcapngReader reader = reader(
                littleEndian().describeInterface(1, 0).enhancedPacket(0, 1, 7, FRAME).section(ByteOrder.BIG_ENDIAN)
                        .enhancedPacket(0, 2, 7, FRAME).describeInterface(113, 0).enhancedPacket(0, 3, 7, FRAME));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, 1_000);
        assertThat(reader.next(frame)).isTrue();
        assertFrame(CapturedFrame.NO_LINK_TYPE, 2_000);
        assertThat(reader.next(frame)).isTrue();
        assertFrame(113, 3_000);
        assertEnd(reader);
    }

    @Test
    void passesOverBlocksThatHoldNoPackets() throws Exception {
        PcapngReader reader = reader(littleEndian().block(4, new byte[400]).describeInterface(1, 0)
                .block(0x0bad, new byte[100_000]).block(5).enhancedPacket(0, 1, 7, FRAME).block(10, new byte[8]));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, 1_000);
        assertEnd(reader);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 20, 32, 36, 39})
    void tellsWhereTheFileIsCut(int keptOfLastBlock) throws Exception {
        byte[] front = littleEndian().describeInterface(1, 0).build();
        byte[] file = littleEndian().describeInterface(1, 0).enhancedPacket(0, 1, 7, FRAME).build();
        assertDamage(reader(Arrays.copyOf(file, front.length + keptOfLastBlock)),
                "is cut in the block at byte " + front.length);
    }

    @Test
    void survivesABlockThatClaimsTwoGigabytes() throws Exception {
        assertDamage(reader(littleEndian().ints(0x0bad, 0x7fff_fffc, 1, 2, 3)),
                "is cut in the block at byte " + SECTION_BYTES);
        assertDamage(reader(littleEndian().ints(1, 0xffff_fffc, 1, 2, 3)),
                "is cut in the block at byte " + SECTION_BYTES);
    }

    @Test
    void stopsAtBlocksThatContradictThemselves() throws Exception {
        assertDamage(reader(littleEndian().ints(6, 8, 8)), "is damaged at byte 28 (a block of 8 bytes)");
        assertDamage(reader(littleEndian().ints(6, 33, 0)), "is damaged at byte 28 (a block of 33 bytes)");
        assertDamage(reader(littleEndian().ints(5, 16, 0, 12)), "is damaged at byte 28 (a block's two lengths differ)");
        assertDamage(reader(littleEndian().block(1, new byte[4])),
                "is damaged at byte 28 (an interface description of 4 bytes)");
        assertDamage(reader(littleEndian().block(6, new byte[16])),
                "is damaged at byte 28 (a packet block of 16 bytes)");
        assertDamage(reader(littleEndian().block(3)), "is damaged at byte 28 (a packet block of 0 bytes)");
        assertDamage(reader(littleEndian().ints(6, 36, 0, 0, 0, 500, 500, 0, 36)),
                "is damaged at byte 28 (a packet longer than its block)");
        assertDamage(reader(littleEndian().ints(0x0a0d0d0a, 28, 0, 0, 0, 0, 28)),
                "is damaged at byte 28 (a section header without byte order)");
    }

    @Test
    void ignoresOptionsThatReachBeyondTheirBlock() throws Exception {
        PcapngReader reader = reader(littleEndian()
                .describeInterface(1, 0, (byte) RESOLUTION, (byte) 0, (byte) 200, (byte) 0, (byte) 9, (byte) 0,
                        (byte) 0, (byte) 0)
                .enhancedPacket(0, 5, 7, FRAME));
        assertThat(reader.next(frame)).isTrue();
        assertFrame(1, 5_000);
    }

    @Test
    void refusesAFileWithoutAProperFirstSection() {
        byte[] section = littleEndian().build();
        assertThatThrownBy(() -> reader(Arrays.copyOf(section, 7))).isInstanceOf(BadInputException.class)
                .hasMessage("is cut in its first block");
        assertThatThrownBy(() -> reader(Arrays.copyOf(section, 27))).isInstanceOf(BadInputException.class)
                .hasMessage("is cut in the block at byte 0");
        byte[] versionTwo = section.clone();
        versionTwo[12] = 2;
        assertThatThrownBy(() -> reader(versionTwo)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("only version 1 is known");
        byte[] tooShort = section.clone();
        tooShort[4] = 12;
        assertThatThrownBy(() -> reader(tooShort)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("a section header of 12 bytes");
    }
}
