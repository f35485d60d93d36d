package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bwe.api.PacketView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoSourceTest {
    private static final long SECOND_NS = 1_000_000_000;

    private record Sent(long timeNs, TestPacket packet) {
    }

    private static List<Sent> send(TrafficSource source, long untilNs) {
        List<Sent> sent = new ArrayList<>();
        for (long timeNs = source.nextSendTimeNs(); timeNs < untilNs; timeNs = source.nextSendTimeNs()) {
            TestPacket packet = new TestPacket();
            source.send(packet);
            sent.add(new Sent(timeNs, packet));
        }
        return sent;
    }

    private static long bps(List<Sent> sent, long spanNs) {
        return sent.stream().mapToLong(each -> each.packet.payloadSize()).sum() * 8 * SECOND_NS / spanNs;
    }

    @Test
    void sendsAtTheTargetBitrateInThirtyFramesPerSecond() {
        List<Sent> sent = send(VideoSource.builder().startBps(1_000_000).build(), 20 * SECOND_NS);
        assertThat(bps(sent, 20 * SECOND_NS)).isCloseTo(1_000_000, within(30_000L));
        assertThat(sent.stream().map(each -> each.packet.rtpTimestamp()).distinct()).hasSize(600);
        assertThat(sent.stream().filter(each -> each.packet.marker())).hasSize(600);
        assertThat(sent).allSatisfy(each -> assertThat(each.packet.payloadSize()).isBetween(1, 1_150));
    }

    @Test
    void pacesThePacketsOfAFrame() {
        List<Sent> sent = send(VideoSource.builder().startBps(3_000_000).sizeNoise(0).build(), SECOND_NS);
        // 12,500 bytes are 11 packets, at 7.5 Mb/s sent within 12.1 of 33.3 ms.
        assertThat(sent.get(10).timeNs).isCloseTo(12_121_000, within(20_000L));
        assertThat(sent.get(11).timeNs).isEqualTo(SECOND_NS / 30);
        List<Sent> atOnce = send(VideoSource.builder().startBps(3_000_000).pacingFactor(0).build(), SECOND_NS / 60);
        assertThat(atOnce).hasSizeGreaterThan(5).allSatisfy(each -> assertThat(each.timeNs).isZero());
    }

    @Test
    void numbersAndStampsItsPackets() {
        List<Sent> sent = send(VideoSource.builder().ssrc(77).firstPacket(0xFFFF_FFFFL, 65_535)
                .clockOffset(Duration.ofSeconds(64)).build(), SECOND_NS);
        assertThat(sent).extracting(each -> each.packet.sequenceNumber()).startsWith(65_535, 0, 1);
        assertThat(sent).allSatisfy(each -> assertThat(each.packet.ssrc()).isEqualTo(77));
        assertThat(sent).allSatisfy(
                each -> assertThat(each.packet.absSendTime()).isEqualTo(TestPacket.absSendTimeOf(each.timeNs)));
        assertThat(sent.get(0).packet.rtpTimestamp()).isEqualTo(0xFFFF_FFFFL);
        assertThat(sent.stream().mapToLong(each -> each.packet.rtpTimestamp()).distinct().skip(1).findFirst())
                .hasValue(2_999);
    }

    @Test
    void canLeaveTheSendTimeOut() {
        assertThat(send(VideoSource.builder().withoutAbsSendTime().build(), SECOND_NS))
                .allSatisfy(each -> assertThat(each.packet.absSendTime()).isEqualTo(PacketView.NO_SEND_TIME));
    }

    @Test
    void followsFeedbackWithinItsLimits() {
        VideoSource source = VideoSource.builder().startBps(1_000_000).limits(200_000, 2_000_000).build();
        send(source, SECOND_NS);
        source.onFeedback(500_000, SECOND_NS);
        assertThat(bps(send(source, 11 * SECOND_NS), 10 * SECOND_NS)).isCloseTo(500_000, within(25_000L));
        source.onFeedback(1, 0);
        assertThat(source.targetBps()).isEqualTo(200_000);
        source.onFeedback(Long.MAX_VALUE, 0);
        assertThat(source.targetBps()).isEqualTo(2_000_000);
    }

    @Test
    void feedbackBetweenTwoFramesSetsTheNextAndFeedbackWithinAFrameDoesNot() {
        VideoSource source = VideoSource.builder().startBps(3_000_000).sizeNoise(0).maxPayloadSize(1_250).build();
        long frameNs = SECOND_NS / 30;
        List<Sent> before = send(source, 1);
        source.onFeedback(1_500_000, 1);
        List<Sent> rest = send(source, frameNs);
        assertThat(before.size() + rest.size()).isEqualTo(10);
        // 1250 bytes at two and a half times 3 Mb/s.
        assertThat(rest.get(8).timeNs).isCloseTo(9 * 1_333_333, within(10L));
        assertThat(rest).allSatisfy(each -> assertThat(each.packet.payloadSize()).isEqualTo(1_250));
        source.onFeedback(300_000, frameNs - 1);
        assertThat(send(source, 2 * frameNs)).singleElement()
                .satisfies(each -> assertThat(each.packet.payloadSize()).isEqualTo(1_250));
    }

    @Test
    void refusesWhatIsOutOfRangeWithTheRange() {
        VideoSource.Builder builder = VideoSource.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.ssrc(1L << 32))
                .withMessage("ssrc 4294967296 is out of range; allowed is 0 to 4294967295");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.startBps(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.limits(2, 1))
                .withMessage("maxBps 1 is out of range; allowed is 2 to 1000000000");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.framesPerSecond(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.sizeNoise(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPayloadSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pacingFactor(0.01))
                .withMessage("pacingFactor 0.01 is out of range; allowed is 0.1 to 1000.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.between(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("end PT1S is out of range; allowed is PT2S to PT8760H");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.clockOffset(Duration.ofDays(-80_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.firstPacket(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.firstPacket(0, 65_536));
    }

    @Test
    void sendsBetweenStartAndEndOnly() {
        VideoSource source = VideoSource.builder().between(Duration.ofSeconds(2), Duration.ofSeconds(3)).build();
        List<Sent> sent = send(source, Long.MAX_VALUE);
        assertThat(sent.get(0).timeNs).isEqualTo(2 * SECOND_NS);
        assertThat(sent.get(sent.size() - 1).timeNs).isBetween(3 * SECOND_NS - SECOND_NS / 20, 3 * SECOND_NS);
        assertThat(source.nextSendTimeNs()).isEqualTo(TrafficSource.NEVER);
    }

    @Test
    void theSeedDecidesTheNoise() {
        List<Integer> sizes = sizes(VideoSource.builder().seed(5));
        assertThat(sizes(VideoSource.builder().seed(5))).isEqualTo(sizes);
        assertThat(sizes(VideoSource.builder().seed(6))).isNotEqualTo(sizes);
    }

    private static List<Integer> sizes(VideoSource.Builder builder) {
        return send(builder.build(), 5 * SECOND_NS).stream().map(each -> each.packet.payloadSize()).toList();
    }
}
