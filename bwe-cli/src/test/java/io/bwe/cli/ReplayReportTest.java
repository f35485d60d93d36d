package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.PacketView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ReplayReportTest {
    private static final long TEN_HOURS_NS = 36_000_000_000_000L;
    private static final int PACKETS = 40_000;

    /** Begins to estimate with its second packet, at 100 Gb/s; every other one is over-use. */
    private static final class Huge extends EchoEstimator {
        private int packets;

        @Override
        public boolean onPacket(PacketView packet, long nowNs) {
            packets++;
            return hasEstimate();
        }

        @Override
        public boolean hasEstimate() {
            return packets > 1;
        }

        @Override
        public long estimateBps() {
            return 100_000_000_000L;
        }

        @Override
        public BandwidthUsage usage() {
            return packets % 2 == 0 ? BandwidthUsage.OVERUSING : BandwidthUsage.NORMAL;
        }
    }

    @Test
    void fitsTheTotalsOfAllBuiltInEstimatorsIntoEightyColumns() {
        StringWriter written = new StringWriter();
        List<ReplayedEstimator> estimators = Stream.of("delay-kalman", "delay-trendline", "delay-rtp", "auto")
                .map(name -> new ReplayedEstimator(name, new Huge(), 0)).toList();
        ReplayPacket packet = new ReplayPacket();
        for (int i = 0; i < PACKETS; i++) {
            long timeNs = i * TEN_HOURS_NS;
            packet.setTimes(timeNs / 1_000, timeNs, timeNs);
            estimators.forEach(estimator -> estimator.onPacket(packet));
        }

        new ReplayReport(new PrintWriter(written), Ansi.OFF, estimators).printTotals();

        assertThat(written.toString().lines()).hasSize(7)
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
        assertThat(written.toString().lines().map(line -> line.replaceAll(" +", " "))).contains(
                "kb/s at the end 100,000,000 100,000,000 100,000,000 100,000,000",
                "first after 36,000.000 s 36,000.000 s 36,000.000 s 36,000.000 s",
                "over-use episodes 20,000 20,000 20,000 20,000", "REMBs 39,999 39,999 39,999 39,999");
    }
}
