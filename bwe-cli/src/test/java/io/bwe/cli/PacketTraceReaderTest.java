package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.PacketView;
import io.bwe.testkit.ManualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTraceReaderTest {
    private static final String HEADER = "arrival_time_us,abs_send_time,payload_size,ssrc,rtp_timestamp,op\n";
    private static final String TIMING_HEADER = "arrival_time_us,abs_send_time,payload_size,ssrc,clock_rate,"
            + "transmission_offset\n";

    @TempDir
    private Path folder;

    private final ReplayPacket packet = new ReplayPacket();

    private PacketTraceReader reader(String content) throws IOException, BadInputException {
        Path file = Files.writeString(folder.resolve("trace"), content);
        ProgressLine silent = new ProgressLine("replay", new PrintWriter(new StringWriter()), false, new ManualClock());
        return new PacketTraceReader(InputFile.of(file), silent);
    }

    @Test
    void readsEveryColumn() throws Exception {
        try (PacketTraceReader reader = reader(HEADER + "1500,16777215,65535,4294967295,4294967294,\n")) {
            assertThat(reader.next(packet)).isTrue();
            assertThat(packet.shownArrivalUs()).isEqualTo(1_500);
            assertThat(packet.arrivalTimeNs()).isEqualTo(1_500_000);
            assertThat(packet.nowNs()).isEqualTo(1_500_000);
            assertThat(packet.absSendTime()).isEqualTo(0xff_ffff);
            assertThat(packet.payloadSize()).isEqualTo(65_535);
            assertThat(packet.ssrc()).isEqualTo(0xffff_ffffL);
            assertThat(packet.rtpTimestamp()).isEqualTo(0xffff_fffeL);
            assertThat(packet.operations()).isEmpty();
            assertThat(reader.next(packet)).isFalse();
            assertThat(reader.damage()).isNull();
            assertThat(reader.extent()).isEqualTo("1 lines");
        }
    }

    @Test
    void takesColumnsInAnyOrderAndDoesWithoutTheOptionalOnes() throws Exception {
        try (PacketTraceReader reader = reader(
                "ssrc,note,payload_size,abs_send_time,arrival_time_us\r\n7,x,100,-1,3\r\n")) {
            assertThat(reader.next(packet)).isTrue();
            assertThat(packet.ssrc()).isEqualTo(7);
            assertThat(packet.payloadSize()).isEqualTo(100);
            assertThat(packet.absSendTime()).isEqualTo(PacketView.NO_SEND_TIME);
            assertThat(packet.arrivalTimeNs()).isEqualTo(3_000);
            assertThat(packet.rtpTimestamp()).isZero();
            assertThat(packet.clockRate()).isEqualTo(90_000);
            assertThat(packet.transmissionOffset()).isZero();
        }
    }

    @Test
    void readsClockRatesAndTransmissionOffsets() throws Exception {
        try (PacketTraceReader reader = reader(
                TIMING_HEADER + "1,-1,5,7,48000,-8388608\n2,-1,5,7,1,8388607\n3,-1,5,7,,\n")) {
            reader.next(packet);
            assertThat(packet.clockRate()).isEqualTo(48_000);
            assertThat(packet.transmissionOffset()).isEqualTo(-8_388_608);
            reader.next(packet);
            assertThat(packet.clockRate()).isEqualTo(1);
            assertThat(packet.transmissionOffset()).isEqualTo(8_388_607);
            reader.next(packet);
            assertThat(packet.clockRate()).isEqualTo(90_000);
            assertThat(packet.transmissionOffset()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0,0|clock_rate '0' is not a whole number from 1 to 1000000000",
            "1000000001,0|clock_rate", "1,8388608|transmission_offset '8388608' is not a whole number from -8388608",
            "1,-8388609|transmission_offset"})
    void refusesTimingThatCannotBe(String timing, String complaint) throws Exception {
        try (PacketTraceReader reader = reader(TIMING_HEADER + "1,1,1,1," + timing + "\n2,1,1,1,,\n")) {
            assertThatThrownBy(() -> reader.next(packet)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining(complaint);
        }
    }

    @Test
    void honoursOperations() throws Exception {
        try (PacketTraceReader reader = reader(
                HEADER + "1000,1,1,1,1,rtt:50\n2000,1,1,1,1,rm:11;rm:4294967295;off:500\n3000,1,1,1,1,off:-400\n")) {
            assertThat(reader.next(packet)).isTrue();
            assertThat(packet.operations()).containsExactly(new StreamOperation.RttUpdate(50_000_000));
            assertThat(reader.next(packet)).isTrue();
            assertThat(packet.operations()).containsExactly(new StreamOperation.StreamRemoval(11),
                    new StreamOperation.StreamRemoval(0xffff_ffffL));
            assertThat(packet.nowNs()).isEqualTo(2_500_000);
            assertThat(reader.next(packet)).isTrue();
            assertThat(packet.operations()).isEmpty();
            assertThat(packet.arrivalTimeNs()).isEqualTo(3_000_000);
            assertThat(packet.nowNs()).isEqualTo(2_600_000);
        }
    }

    @Test
    void keepsTimesFromRunningBackwardsAndCountsThem() throws Exception {
        try (PacketTraceReader reader = reader(HEADER + "1000,1,1,1,1,\n900,1,1,1,1,\n1001,1,1,1,1,off:-50\n")) {
            reader.next(packet);
            reader.next(packet);
            assertThat(packet.shownArrivalUs()).isEqualTo(900);
            assertThat(packet.arrivalTimeNs()).isEqualTo(1_000_000);
            reader.next(packet);
            assertThat(packet.arrivalTimeNs()).isEqualTo(1_001_000);
            assertThat(packet.nowNs()).isEqualTo(1_000_000);
            assertThat(reader.skipped()).containsExactly("2 times that ran backwards (replayed as the latest before)");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"x,1,1,1,1,|arrival_time_us 'x'",
            "2000000000000001,1,1,1,1,|arrival_time_us",
            "1,16777216,1,1,1,|abs_send_time '16777216' is not a whole number from -1 to 16777215",
            "1,-2,1,1,1,|abs_send_time '-2'", "1,1,65536,1,1,|payload_size '65536'", "1,1,1,-1,1,|ssrc '-1'",
            "1,1,1,4294967296,1,|ssrc", "1,1,1,1,x,|rtp_timestamp 'x'", "1,1,1,1,1,jump:3|'jump:3' is no op",
            "1,1,1,1,1,rtt|rtt 'rtt'", "1,1,1,1,1,rm:|rm:", "1,1,1,1|4 fields instead of 6",
            "1,1,1,1,1,,|7 fields instead of 6"})
    void saysWhatIsWrongInWhichLine(String line, String complaint) throws Exception {
        try (PacketTraceReader reader = reader(HEADER + "1,1,1,1,1,\n" + line + "\n2,1,1,1,1,\n")) {
            reader.next(packet);
            assertThatThrownBy(() -> reader.next(packet)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("trace: line 3: ").hasMessageContaining(complaint);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`\"1\n\u001b2\",1,1,1,1,`|arrival_time_us '1??2' is",
            "`1,1,1,1,1,\"ju\rmp\"`|'ju?mp' is no op", "`1,1,1,1,1,\"rtt:\n\"`|rtt:? '?' is",
            "`1,\"2\"\u001b,1,1,1,`|is no CSV file: Unexpected character after closing quote: '?'",
            "1111111111222222222233333333334444444444x,1,1,1,1,|'1111111111222222222233333333334444444444...' is"})
    void complainsInOneShortLineWhateverTheFieldHolds(String line, String complaint) throws Exception {
        try (PacketTraceReader reader = reader(HEADER + line + "\n2,1,1,1,1,\n")) {
            assertThatThrownBy(() -> reader.next(packet)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining(complaint).hasMessageNotContainingAny("\n", "\r", "\u001b");
        }
    }

    @ParameterizedTest
    @CsvSource({"'2,1,1,1'", "'2,1,1,1,1,rt'", "'2,'", "'-'"})
    void takesABadLastLineForACutFile(String line) throws Exception {
        try (PacketTraceReader reader = reader(HEADER + "1,1,1,1,1,\n" + line)) {
            assertThat(reader.next(packet)).isTrue();
            assertThat(reader.next(packet)).isFalse();
            assertThat(reader.damage()).isEqualTo("is cut in line 3");
        }
    }

    @Test
    void namesAMissingColumn() {
        assertThatThrownBy(() -> reader("arrival_time_us,abs_send_time,ssrc\n1,2,3\n"))
                .isInstanceOf(BadInputException.class).hasMessageEndingWith("has no column payload_size");
    }

    @Test
    void doesNotBufferAQuoteThatIsNeverClosed() throws Exception {
        try (PacketTraceReader reader = reader(HEADER + "\"" + "1,1,1,1,1,\n".repeat(100_000))) {
            assertThatThrownBy(() -> reader.next(packet)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is no CSV file");
        }
    }
}
