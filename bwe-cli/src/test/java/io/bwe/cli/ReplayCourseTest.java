package io.bwe.cli;

import static io.bwe.api.BandwidthUsage.NORMAL;
import static io.bwe.api.BandwidthUsage.OVERUSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.PacketView;
import io.bwe.cli.ReplayCourse.Outcome;
import io.bwe.cli.ReplayCourse.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCourseTest {
    private static final long MS_NS = 1_000_000;
    private static final long START_NS = 5_000 * MS_NS;

    private final ReplayPacket packet = new ReplayPacket();
    /** Its estimate is 1000 times the payload size; above 1000 bytes it signals over-use. */
    private final ReplayedEstimator echo = new ReplayedEstimator("echo", new EchoEstimator(), 0);
    /** The same without an estimate. */
    private final ReplayedEstimator silent = new ReplayedEstimator("silent", new EchoEstimator() {
        @Override
        public boolean hasEstimate() {
            return false;
        }
    }, 0);
    private final ReplayCourse course = new ReplayCourse();

    private void receive(long elapsedMs, int payloadSize) {
        long timeNs = START_NS + elapsedMs * MS_NS;
        packet.setTimes(timeNs / 1_000, timeNs, timeNs);
        packet.setContent(PacketView.NO_SEND_TIME, payloadSize, 1, 0);
        echo.onPacket(packet);
        silent.onPacket(packet);
        course.afterPacket(packet, List.of(echo, silent));
    }

    @Test
    void tellsRateAndEstimatesOfEachPieceOfTime() {
        receive(0, 1_001);
        receive(100, 999);
        receive(130, 500);
        receive(250, 100);
        assertThat(course.rows()).containsExactly(
                new Row(125 * MS_NS, 2_000 * 8 * 8, List.of(new Outcome(999_000, 999_000, OVERUSING, 0),
                        new Outcome(ReplayCourse.NO_ESTIMATE, ReplayCourse.NO_ESTIMATE, OVERUSING, 0))),
                new Row(250 * MS_NS, 500 * 8 * 8, List.of(new Outcome(500_000, 500_000, NORMAL, 1),
                        new Outcome(ReplayCourse.NO_ESTIMATE, ReplayCourse.NO_ESTIMATE, NORMAL, 1))),
                new Row(250 * MS_NS, -1, List.of(new Outcome(100_000, 100_000, NORMAL, 1),
                        new Outcome(ReplayCourse.NO_ESTIMATE, ReplayCourse.NO_ESTIMATE, NORMAL, 1))));
    }

    @Test
    void keepsTheEstimateThroughAPause() {
        receive(0, 100);
        receive(380, 200);
        assertThat(course.rows()).extracting(row -> row.outcomes().get(0).estimateBps()).containsExactly(100_000L,
                100_000L,
                100_000L, 200_000L);
        assertThat(course.rows()).extracting(Row::incomingBps).containsExactly(6_400L, 0L, 0L, -1L);
    }

    @Test
    void hasTenToTwentyRowsHoweverLongItIs() {
        receive(0, 1_002);
        for (int ms = 1_000; ms <= 60_000; ms += 1_000) {
            receive(ms, ms == 5_000 ? 1_003 : ms / 1_000);
        }
        assertThat(course.rows()).hasSize(16).extracting(Row::endNs).startsWith(4_000 * MS_NS,
                8_000 * MS_NS).endsWith(60_000 * MS_NS, 60_000 * MS_NS);
        assertThat(course.rows()).extracting(row -> row.outcomes().get(0).estimateBps()).startsWith(3_000L, 7_000L,
                11_000L);
        assertThat(course.rows()).extracting(row -> row.outcomes().get(0).overused()).startsWith(true, true, false);
        receive(7_200_000, 1);
        assertThat(course.rows()).hasSizeBetween(10, 20);
    }

    @Test
    void saysWhoHasFailed() {
        receive(0, 1);
        echo.fail("for the test");
        receive(10, 1);
        assertThat(course.rows()).singleElement()
                .satisfies(row -> assertThat(row.outcomes()).extracting(Outcome::estimateBps)
                        .containsExactly(ReplayCourse.FAILED, ReplayCourse.NO_ESTIMATE));
        receive(130, 1);
        assertThat(course.rows().get(1).outcomes().get(0))
                .isEqualTo(new Outcome(ReplayCourse.FAILED, ReplayCourse.NO_ESTIMATE, NORMAL, 0));
    }

    @Test
    void keepsTheLowestEstimateAndTheSumOfRembsWhenRowsBecomeOne() {
        receive(0, 800);
        receive(130, 300);
        receive(240, 900);
        receive(260, 900);
        assertThat(course.rows()).extracting(row -> row.outcomes().get(0).lowestBps()).containsExactly(800_000L,
                300_000L, 900_000L);
        assertThat(course.rows()).extracting(row -> row.outcomes().get(0).rembs()).containsExactly(1L, 1L, 0L);
        receive(2_500, 900);
        assertThat(course.rows()).hasSize(11).extracting(row -> row.outcomes().get(0)).startsWith(
                new Outcome(900_000, 300_000, NORMAL, 2), new Outcome(900_000, 900_000, NORMAL, 0),
                new Outcome(900_000, 900_000, NORMAL, 0));
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, NORMAL, NORMAL", "NORMAL, UNDERUSING, UNDERUSING", "UNDERUSING, NORMAL, UNDERUSING",
            "UNDERUSING, OVERUSING, OVERUSING", "OVERUSING, UNDERUSING, OVERUSING", "OVERUSING, NORMAL, OVERUSING",
            "NORMAL, OVERUSING, OVERUSING", "UNDERUSING, UNDERUSING, UNDERUSING"})
    void showsTheMoreTellingUsage(BandwidthUsage one, BandwidthUsage other, BandwidthUsage shown) {
        assertThat(new Outcome(1, 1, one, 0).with(new Outcome(1, 1, other, 0)).usage()).isEqualTo(shown);
    }
}
