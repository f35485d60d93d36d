package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.browser.ReceptionStatistics.ReportBlock;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RTCP as it is written and read. */
class RtcpTest {
    private final List<String> heard = new ArrayList<>();
    private final RtcpReading.Listener listener = new RtcpReading.Listener() {
        @Override
        public void onSenderReport(long ssrc, int ntpMiddle) {
            heard.add("SR %d %08X".formatted(ssrc, ntpMiddle));
        }

        @Override
        public void onReferenceTimeAnswer(int ntpMiddle, long delay) {
            heard.add("DLRR %08X %d".formatted(ntpMiddle, delay));
        }
    };

    private static ByteBuffer hex(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    private static String hex(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(packet.position(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void shouldWriteAReport() {
        ReportBlock block = new ReportBlock(0xAABBCCDDL, 64, -2, 0x1_0007, 99, 0x12345678, 65_536);

        ByteBuffer report = RtcpWriting.report(1, List.of(block), "abc", 0x1122334455667788L);

        assertThat(hex(report)).isEqualTo(hex(hex(
                "81C90007 00000001 AABBCCDD 40FFFFFE 00010007 00000063 12345678 00010000"
                        + "81CA0003 00000001 01036162 63000000" + "80CF0004 00000001 04000002 1122334455667788")));
    }

    @Test
    void shouldPadTheNameToWholeWordsWithAtLeastOneZero() {
        assertThat(hex(RtcpWriting.report(1, List.of(), "ab", 0)))
                .contains("81ca0003" + "00000001" + "01026162" + "00000000");
        assertThat(hex(RtcpWriting.report(1, List.of(), "abcde", 0)))
                .contains("81ca0003" + "00000001" + "01056162" + "63646500");
    }

    @Test
    void shouldWriteFeedback() {
        assertThat(hex(RtcpWriting.pictureLossIndication(1, 0xFFFFFFFFL))).isEqualTo("81ce000200000001ffffffff");
        assertThat(hex(RtcpWriting.nack(1, 2, List.of(0xFFFF, 3))))
                .isEqualTo("81cd0004" + "00000001" + "00000002" + "ffff0000" + "00030000");
        assertThat(hex(RtcpWriting.compound(RtcpWriting.pictureLossIndication(7, 2))))
                .isEqualTo("80c90001" + "00000007" + "81ce0002" + "00000007" + "00000002");
    }

    @Test
    void shouldReadWhatASenderReports() {
        boolean whole = RtcpReading.read(hex("80C80006 FFFFFFFF 0011223344556677 00000000 00000000 00000000"
                + "81CA0002 FFFFFFFF 00000000"
                + "80CF0008 FFFFFFFF 05000006 00000001 AABBCCDD 00010000 00000002 00000000 00000000"), listener);

        assertThat(whole).isTrue();
        assertThat(heard).containsExactly("SR 4294967295 22334455", "DLRR AABBCCDD 65536", "DLRR 00000000 0");
    }

    @Test
    void shouldNotReadBeyondTheEnd() {
        for (String bad : List.of("", "80", "80C800", "80C80001 00000001", "80C80006 00000001", "00C80006",
                "80CF0002 00000001 05000001", "80CA0000 80CA")) {
            assertThat(RtcpReading.read(hex(bad), listener)).as(bad).isFalse();
        }
        assertThat(heard).isEmpty();
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = (byte) 0x80;
                bytes[1] = (byte) (200 + random.nextInt(8));
                bytes[2] = 0;
                bytes[3] = (byte) random.nextInt(bytes.length / 4 + 1);
            }
            RtcpReading.read(ByteBuffer.wrap(bytes), listener);
        }
    }

    @Test
    void shouldReadItsOwnPackets() {
        assertThat(RtcpReading.read(RtcpWriting.report(1, List.of(), "name", 1), listener)).isTrue();
        assertThat(RtcpReading.read(RtcpWriting.compound(RtcpWriting.nack(1, 2, List.of(3))), listener)).isTrue();
    }

    @Test
    void shouldTellTheRoundTripFromANtpTime() {
        long sent = NtpTime.of(Instant.parse("2026-01-01T00:00:00.500Z"));
        long now = NtpTime.of(Instant.parse("2026-01-01T00:00:00.850Z"));

        // Kept for a quarter of a second.
        assertThat(NtpTime.roundTripNs(now, (int) (sent >>> 16), 65_536 / 4)).isBetween(99_900_000L, 100_100_000L);
        assertThat(NtpTime.roundTripNs(sent, (int) (now >>> 16), 0)).isZero();
        assertThat(sent >>> 32).isEqualTo(3_976_214_400L);
        assertThat(sent & 0xFFFF_FFFFL).isEqualTo(0x8000_0000L);
    }
}
