package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest {
    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7};

    private final CapturedFrame frame = new CapturedFrame();

    private static PcapReader reader(byte[] file) throws BadInputException, IOException {
        return new PcapReader(new InputBytes(new ByteArrayInputStream(file), false));
    }

    @ParameterizedTest
    @CsvSource({"LITTLE_ENDIAN,false,1700000000123456000", "BIG_ENDIAN,false,1700000000123456000",
            "LITTLE_ENDIAN,true,1700000000123456789", "BIG_ENDIAN,true,1700000000123456789"})
    void readsBothByteOrdersAndBothResolutions(String order, boolean nanoseconds, long expectedNs) throws Exception {
        byte[] file = new PcapBuilder(order.startsWith("B") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                nanoseconds, 1_000, 113).frame(1_700_000_000_123_456_789L, FRAME).build();
        PcapReader reader = reader(file);
        assertThat(reader.next(frame)).isTrue();
        assertThat(frame.timestampNs()).isEqualTo(expectedNs);
        assertThat(frame.linkType()).isEqualTo(113);
        assertThat(frame.originalLength()).isEqualTo(FRAME.length);
        assertThat(Arrays.copyOf(frame.data().array(), frame.data().limit())).isEqualTo(FRAME);
        assertThat(reader.next(frame)).isFalse();
        assertThat(reader.damage()).isNull();
    }

    @Test
    void keepsTheOriginalLengthOfAFrameThatTheSnapLengthCut() throws Exception {
        PcapReader reader = reader(new PcapBuilder(ByteOrder.LITTLE_ENDIAN, false, 3, 1).frame(0, FRAME).build());
        assertThat(reader.next(frame)).isTrue();
        assertThat(frame.data().limit()).isEqualTo(3);
        assertThat(frame.originalLength()).isEqualTo(7);
    }

    @Test
    void leavesTheFrameCheckSequenceBitsOutOfTheLinkType() throws Exception {
        PcapReader reader = reader(
                new PcapBuilder(ByteOrder.LITTLE_ENDIAN, false, 100, 0x1400_0001).frame(0, FRAME).build());
        assertThat(reader.next(frame)).isTrue();
        assertThat(frame.linkType()).isEqualTo(1);
    }

    @Test
    void keepsTheFrontOfAFrameLongerThanAnyIpPacketAndFindsTheNextOne() throws Exception {
        byte[] giant = new byte[200_000];
        PcapReader reader = reader(PcapBuilder.ethernet().frame(0, giant).frame(5_000, FRAME).build());
        assertThat(reader.next(frame)).isTrue();
        assertThat(frame.data().limit()).isEqualTo(CapturedFrame.CAPACITY);
        assertThat(frame.originalLength()).isEqualTo(200_000);
        assertThat(reader.next(frame)).isTrue();
        assertThat(frame.timestampNs()).isEqualTo(5_000);
        assertThat(frame.data().limit()).isEqualTo(FRAME.length);
    }

    @ParameterizedTest
    @CsvSource({"1", "15", "16", "22"})
    void tellsWhereTheFileIsCut(int keptOfSecondRecord) throws Exception {
        byte[] file = PcapBuilder.ethernet().frame(0, FRAME).frame(0, FRAME).build();
        PcapReader reader = reader(Arrays.copyOf(file, 24 + 16 + 7 + keptOfSecondRecord));
        assertThat(reader.next(frame)).isTrue();
        assertThat(reader.next(frame)).isFalse();
        assertThat(reader.damage()).isEqualTo("is cut in a packet record at byte 47");
        assertThat(reader.next(frame)).isFalse();
    }

    @Test
    void stopsAtARecordLongerThanAnyCaptureMakes() throws Exception {
        PcapReader reader = reader(PcapBuilder.ethernet().record(0, Integer.MAX_VALUE, 100).frame(0, FRAME).build());
        assertThat(reader.next(frame)).isFalse();
        assertThat(reader.damage()).isEqualTo("is damaged at byte 24 (a record of 2147483647 bytes)");
    }

    @Test
    void refusesAHeaderThatIsCutOrNone() {
        assertThatThrownBy(() -> reader(Arrays.copyOf(PcapBuilder.ethernet().build(), 23)))
                .isInstanceOf(BadInputException.class).hasMessage("is cut in its first 24 bytes");
        assertThatThrownBy(() -> reader(new byte[24])).isInstanceOf(BadInputException.class)
                .hasMessage("is not a pcap file");
    }
}
