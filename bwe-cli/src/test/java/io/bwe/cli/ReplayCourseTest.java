package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.PacketView;
import java.util.List;
import org.junit.jupiter.api.Test;

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
                new ReplayCourse.Row(125 * MS_NS, 2_000 * 8 * 8, List.of(999_000L, ReplayCourse.NO_ESTIMATE),
                        List.of(true, true)),
                new ReplayCourse.Row(250 * MS_NS, 500 * 8 * 8, List.of(500_000L, ReplayCourse.NO_ESTIMATE),
                        List.of(false, false)),
                new ReplayCourse.Row(250 * MS_NS, -1, List.of(100_000L, ReplayCourse.NO_ESTIMATE),
                        List.of(false, false)));
    }

    @Test
    void keepsTheEstimateThroughAPause() {
        receive(0, 100);
        receive(380, 200);
        assertThat(course.rows()).extracting(row -> row.estimateBps().get(0)).containsExactly(100_000L, 100_000L,
                100_000L, 200_000L);
        assertThat(course.rows()).extracting(ReplayCourse.Row::incomingBps).containsExactly(6_400L, 0L, 0L, -1L);
    }

    @Test
    void hasADozenRowsOrSoHoweverLongItIs() {
        receive(0, 1_002);
        for (int ms = 1_000; ms <= 60_000; ms += 1_000) {
            receive(ms, ms == 5_000 ? 1_003 : ms / 1_000);
        }
        assertThat(course.rows()).hasSize(16).extracting(ReplayCourse.Row::endNs).startsWith(4_000 * MS_NS,
                8_000 * MS_NS).endsWith(60_000 * MS_NS, 60_000 * MS_NS);
        assertThat(course.rows()).extracting(row -> row.estimateBps().get(0)).startsWith(3_000L, 7_000L, 11_000L);
        assertThat(course.rows()).extracting(row -> row.overuse().get(0)).startsWith(true, true, false);
        receive(7_200_000, 1);
        assertThat(course.rows()).hasSizeBetween(8, 16);
    }

    @Test
    void saysWhoHasFailed() {
        receive(0, 1);
        echo.fail("for the test");
        receive(10, 1);
        assertThat(course.rows()).singleElement().extracting(ReplayCourse.Row::estimateBps)
                .isEqualTo(List.of(ReplayCourse.FAILED, ReplayCourse.NO_ESTIMATE));
    }
}
