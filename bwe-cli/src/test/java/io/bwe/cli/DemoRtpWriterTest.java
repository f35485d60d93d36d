package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.remb.RtpHeader;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoRtpWriterTest {
    private final DemoVideoSource source = new DemoVideoSource(new SplittableRandom(7));
    private final DemoRtpWriter writer = new DemoRtpWriter();

    @Test
    void shouldWriteWhatTheParserReads() {
        source.advance(0, 100_000);
        writer.write(source, 0);
        source.advance(source.nextDueNs(), 100_000);

        ByteBuffer packet = writer.write(source, 1_500_000_000L);

        int headerLength = RtpHeader.length(packet, 0, packet.remaining(), packet.remaining());
        assertThat(headerLength).isEqualTo(DemoRtpWriter.HEADER_BYTES);
        assertThat(packet.remaining()).isEqualTo(DemoRtpWriter.HEADER_BYTES + source.payloadBytes());
        assertThat(RtpHeader.ssrc(packet, 0)).isEqualTo(DemoRtpWriter.SSRC);
        assertThat(RtpHeader.sequenceNumber(packet, 0)).isEqualTo(1);
        assertThat(RtpHeader.timestamp(packet, 0)).isEqualTo(3_000);
        assertThat(RtpHeader.marker(packet, 0)).isTrue();
        assertThat(RtpHeader.payloadType(packet, 0)).isEqualTo(DemoRtpWriter.PAYLOAD_TYPE);
        assertThat(RtpHeader.absSendTime(packet, 0, headerLength, DemoRtpWriter.ABS_SEND_TIME_ID))
                .isEqualTo(3 << 17);
    }

    @Test
    void shouldMarkOnlyTheLastPacketOfAFrame() {
        source.advance(0, 1_000_000);

        assertThat(RtpHeader.marker(writer.write(source, 0), 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000000000, 262144", "3814, 0", "3815, 1", "63999999999, 16777215", "64000000000, 0",
            "3601000000000, 4456448"})
    void shouldExpressTimesAsAbsSendTime(long timeNs, int absSendTime) {
        assertThat(DemoRtpWriter.absSendTime(timeNs)).isEqualTo(absSendTime);
    }
}
