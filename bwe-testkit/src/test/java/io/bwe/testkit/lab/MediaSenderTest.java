package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import io.bwe.testkit.RecordingEstimator;
import io.bwe.testkit.TestPacket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sender of media at 1 Mb/s looks like from behind a link that changes nothing. */
class MediaSenderTest {
    private static final double SECOND_NS = 1e9;
    private static final double FRAME_MS = 1_000 / 30.0;

    private static MediaFlow.Builder steady() {
        return MediaFlow.video("a").encoderLag(Duration.ZERO).frames(30, 0).rates(1_000_000, 1_000_000, 1_000_000);
    }

    private static List<RecordingEstimator.Seen> seen(int seconds, MediaFlow.Builder flow) {
        LinkSpec link = LinkSpec.builder().capacity(CapacitySchedule.constant(100_000_000_000L)).build();
        RecordingEstimator recording = new RecordingEstimator();
        Lab.run(Scenario.of("test", "test", seconds, link, flow.build()), recording.provider(), SenderKind.OBEYS, 1);
        return recording.seen();
    }

    /** The times between packets from the start on, in milliseconds. */
    private static double[] gapsMs(List<RecordingEstimator.Seen> seen) {
        double[] gaps = new double[seen.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (seen.get(i + 1).nowNs() - seen.get(i).nowNs()) / 1e6;
        }
        return gaps;
    }

    /** 4,167 bytes a frame make four packets. */
    @Test
    void aPacerSendsAFrameInItsPartOfTheTime() {
        assertThat(gapsMs(seen(10, steady().pacing(2.5)))).startsWith(new double[]{FRAME_MS / 10, FRAME_MS / 10,
                FRAME_MS / 10, FRAME_MS * 0.7}, within(0.02));
        assertThat(gapsMs(seen(10, steady().pacing(0)))).startsWith(new double[]{0, 0, 0, FRAME_MS}, within(0.02));
    }

    @Test
    void whatIsSpreadEvenlyHasNoTrains() {
        double[] gaps = gapsMs(seen(10, steady().pacingEvenly()));

        assertThat(gaps.length).isCloseTo(4 * 30 * 10, within(6));
        assertThat(Arrays.stream(gaps).min().orElseThrow()).isEqualTo(FRAME_MS / 4, within(0.02));
        assertThat(Arrays.stream(gaps).max().orElseThrow()).isEqualTo(FRAME_MS / 4, within(0.02));
    }

    @Test
    void aBurstIsAsLongAsItsPacketsTakeAtThePacersRate() {
        // Of 13.3 ms a frame at two and a half times the rate, 5 ms are two packets; the next may go when both are through.
        double[] gaps = gapsMs(seen(10, steady().pacingInBursts(2.5, Duration.ofMillis(5))));
        assertThat(gaps).startsWith(new double[]{0, FRAME_MS / 5, 0, FRAME_MS * 0.8}, within(0.02));

        // At a rate of just the target 40 ms hold a frame and its neighbour's first packets, so that bursts outlast frames.
        double[] long40 = gapsMs(seen(10, steady().pacingInBursts(1, Duration.ofMillis(40))));
        assertThat(Arrays.stream(long40).filter(gap -> gap < 0.02).count() / (double) long40.length).isGreaterThan(0.7);
    }

    @Test
    void anEncoderThatStraysKeepsToItsMeanAndItsEnds() {
        List<RecordingEstimator.Seen> seen = seen(600, steady().straying(0.4, 1.0));
        double[] perSecond = new double[600];
        for (RecordingEstimator.Seen it : seen) {
            perSecond[(int) (it.nowNs() / SECOND_NS)] += it.packet().payloadSize() * 8;
        }
        double[] whole = Arrays.copyOfRange(perSecond, 1, 599);

        // Uniform between the ends; 300 draws are off by a hundredth.
        assertThat(Arrays.stream(whole).average().orElseThrow()).isEqualTo(700_000, within(30_000.0));
        assertThat(Arrays.stream(whole).min().orElseThrow()).isBetween(385_000.0, 450_000.0);
        assertThat(Arrays.stream(whole).max().orElseThrow()).isBetween(950_000.0, 1_050_000.0);
        // For two seconds on average it stays the same.
        long same = IntStream.range(1, whole.length)
                .filter(i -> Math.abs(whole[i] - whole[i - 1]) < 5_000).count();
        assertThat(same).isBetween(120L, 300L);
    }

    @Test
    void aClockThatDriftsShowsInBothTimestamps() {
        List<RecordingEstimator.Seen> seen = seen(101, steady().clockDrift(200));
        RecordingEstimator.Seen first = seen.get(0);
        RecordingEstimator.Seen last = seen.get(seen.size() - 120);
        double realS = (last.nowNs() - first.nowNs()) / SECOND_NS;

        int sendTime = last.packet().absSendTime() - first.packet().absSendTime()
                & TestPacket.absSendTimeOf(63_999_999_999L);
        double senderS = sendTime / (double) (1 << 18) + 64;
        assertThat(realS).isBetween(99.0, 101.0);
        assertThat((senderS - realS) / realS).isEqualTo(200e-6, within(5e-6));
        double rtpS = (last.packet().rtpTimestamp() - first.packet().rtpTimestamp()) / 90_000.0;
        assertThat((rtpS - realS) / realS).isEqualTo(200e-6, within(150e-6));
    }

    @Test
    void whatIsOutOfRangeIsRefusedWithTheRange() {
        assertThatThrownBy(() -> MediaFlow.video("a").pacingInBursts(0.9, Duration.ZERO)).hasMessage(
                "factor 0.9 is out of range; allowed is 1.0 to 100.0");
        assertThatThrownBy(() -> MediaFlow.video("a").straying(0.5, 0.4)).hasMessage(
                "most 0.4 is out of range; allowed is 0.5 to 10.0");
        assertThatThrownBy(() -> MediaFlow.video("a").straying(0, 1)).hasMessageContaining("least 0.0");
        assertThatThrownBy(() -> MediaFlow.video("a").clockDrift(10_001)).hasMessageContaining("ppm 10001.0");
    }
}
