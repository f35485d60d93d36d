package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private static final long MS_NS = 1_000_000;

    private final ReceptionStatistics statistics = new ReceptionStatistics(90_000);

    private void packets(int... sequenceNumbers) {
        for (int number : sequenceNumbers) {
            statistics.onPacket(number, 0, 0);
        }
    }

    @Test
    void shouldCountLossSinceTheLastReport() {
        packets(10, 11, 13, 15);
        ReceptionStatistics.ReportBlock first = statistics.report(7, 0);
        packets(16, 17);
        ReceptionStatistics.ReportBlock second = statistics.report(7, 0);

        assertThat(first.fractionLost()).isEqualTo(256 * 2 / 6);
        assertThat(first.cumulativeLost()).isEqualTo(2);
        assertThat(first.highestSequence()).isEqualTo(15);
        assertThat(second.fractionLost()).isZero();
        assertThat(second.cumulativeLost()).isEqualTo(2);
    }

    @Test
    void shouldExtendTheSequenceNumberOverItsWrap() {
        packets(65_534, 65_535, 1, 0);

        assertThat(statistics.report(7, 0).highestSequence()).isEqualTo(65_537);
        assertThat(statistics.report(7, 0).cumulativeLost()).isZero();
    }

    @Test
    void shouldCountDuplicatesAsLessThanNothingLost() {
        packets(5, 5, 5);

        assertThat(statistics.report(7, 0).cumulativeLost()).isEqualTo(-2);
        assertThat(statistics.report(7, 0).fractionLost()).isZero();
    }

    @Test
    void shouldMeasureJitterFromFrameToFrame() {
        // Every 10 ms, sent every 10 ms: none. One packet of each frame counts.
        for (int i = 0; i < 10; i++) {
            statistics.onPacket(i, i * 900, i * 10 * MS_NS);
            statistics.onPacket(i, i * 900, i * 10 * MS_NS + 3 * MS_NS);
        }
        assertThat(statistics.report(7, 0).jitter()).isZero();
        // 16 ms late: 1440 units, of which a sixteenth counts.
        statistics.onPacket(10, 9000, 116 * MS_NS);
        assertThat(statistics.report(7, 0).jitter()).isEqualTo(90);
    }

    @Test
    void shouldReturnTheTimeOfTheLastSenderReport() {
        packets(1);
        assertThat(statistics.report(7, 0).lastReport()).isZero();
        assertThat(statistics.report(7, 0).delaySinceLastReport()).isZero();

        statistics.onSenderReport(0x1234, 100 * MS_NS);

        assertThat(statistics.report(7, 600 * MS_NS).lastReport()).isEqualTo(0x1234);
        assertThat(statistics.report(7, 600 * MS_NS).delaySinceLastReport()).isEqualTo(32_768);
    }

    @Test
    void shouldReportOnlyStreamsThatHadPackets() {
        ReceptionReports reports = new ReceptionReports();
        ByteBuffer packet = Rtp.packet(96, 0xFFFF_FFFFL, 1);
        reports.onRtp(packet, 90_000, 0);
        reports.onSenderReport(5, 1, 0);

        List<ReceptionStatistics.ReportBlock> first = reports.nextReport(0);
        assertThat(first).extracting(ReceptionStatistics.ReportBlock::ssrc).containsExactly(0xFFFF_FFFFL);
        assertThat(reports.nextReport(0)).isEmpty();
        reports.onRtp(packet, 90_000, 0);
        assertThat(reports.nextReport(0)).hasSize(1);
    }

    @Test
    void shouldReportAsManyStreamsAsFitAndTheOthersNext() {
        ReceptionReports reports = new ReceptionReports();
        for (int ssrc = 0; ssrc < 40; ssrc++) {
            reports.onRtp(Rtp.packet(96, ssrc, 1), 90_000, 0);
        }

        assertThat(reports.nextReport(0)).hasSize(31);
        assertThat(reports.nextReport(0)).hasSize(9);
        assertThat(reports.nextReport(0)).isEmpty();
    }

    @Test
    void shouldLetAllStreamsHaveTheirTurn() {
        ReceptionReports reports = new ReceptionReports();
        Set<Long> reported = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            for (int ssrc = 0; ssrc < 40; ssrc++) {
                reports.onRtp(Rtp.packet(96, ssrc, round), 90_000, 0);
            }
            reports.nextReport(0).forEach(block -> reported.add(block.ssrc()));
        }

        assertThat(reported).hasSize(40);
    }
}
