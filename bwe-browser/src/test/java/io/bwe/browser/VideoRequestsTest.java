package io.bwe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When key frames and lost packets are asked for, and what tells that they came. */
class VideoRequestsTest {
    private static final long S_NS = 1_000_000_000;

    private final KeyFrameRequests keyFrames = new KeyFrameRequests();
    private final NackRequests nacks = new NackRequests();

    @Test
    void shouldAskForAKeyFrameUntilOneComes() {
        keyFrames.onVideo(7, false, 0);

        assertThat(keyFrames.next(0)).hasValue(7);
        assertThat(keyFrames.next(2 * S_NS)).isEmpty();
        // It has paused, and goes on.
        assertThat(keyFrames.next(3 * S_NS)).isEmpty();
        keyFrames.onVideo(7, false, 3 * S_NS);
        assertThat(keyFrames.next(3 * S_NS)).hasValue(7);
        keyFrames.onVideo(7, true, 4 * S_NS);
        keyFrames.onVideo(7, false, 5 * S_NS);
        assertThat(keyFrames.next(60 * S_NS)).isEmpty();
    }

    @Test
    void shouldAskOnDemandAndForgetStreamsThatEnded() {
        keyFrames.onVideo(7, true, 0);
        keyFrames.onVideo(8, true, 0);
        assertThat(keyFrames.next(0)).isEmpty();

        keyFrames.forget(8);
        keyFrames.demand(S_NS);

        assertThat(keyFrames.next(S_NS)).hasValue(7);
        assertThat(keyFrames.next(S_NS)).isEmpty();
    }

    private void packets(int... sequenceNumbers) {
        for (int number : sequenceNumbers) {
            nacks.onPacket(7, number, 0);
        }
    }

    @Test
    void shouldAskForLostPacketsAFewTimes() {
        packets(65_534, 1);

        assertThat(nacks.due(0)).isEqualTo(Map.of(7L, List.of(65_535, 0)));
        assertThat(nacks.due(NackRequests.INTERVAL_NS - 1)).isEmpty();
        nacks.onPacket(7, 0, 1);
        assertThat(nacks.due(NackRequests.INTERVAL_NS)).isEqualTo(Map.of(7L, List.of(65_535)));
        assertThat(nacks.due(2 * NackRequests.INTERVAL_NS)).isEqualTo(Map.of(7L, List.of(65_535)));
        assertThat(nacks.due(3 * NackRequests.INTERVAL_NS)).isEmpty();
        assertThat(nacks.due(9 * NackRequests.INTERVAL_NS)).isEmpty();
    }

    @Test
    void shouldWaitAsLongAsAnswersTake() {
        packets(1, 3, 5);
        assertThat(nacks.due(0)).isEqualTo(Map.of(7L, List.of(2, 4)));

        nacks.onPacket(7, 2, S_NS);
        assertThat(nacks.due(S_NS - 1)).isEmpty();
        assertThat(nacks.due(S_NS)).isEqualTo(Map.of(7L, List.of(4)));
        assertThat(nacks.due(2 * S_NS - 1)).isEmpty();
        assertThat(nacks.due(2 * S_NS)).isEqualTo(Map.of(7L, List.of(4)));

        // An answer that comes at once shortens the wait, down to the least.
        nacks.onPacket(7, 7, 3 * S_NS);
        assertThat(nacks.due(3 * S_NS)).isEqualTo(Map.of(7L, List.of(6)));
        nacks.onPacket(7, 6, 3 * S_NS + 1);
        nacks.onPacket(7, 9, 3 * S_NS + 1);
        assertThat(nacks.due(3 * S_NS + 1)).isEqualTo(Map.of(7L, List.of(8)));
        assertThat(nacks.due(3 * S_NS + 1 + NackRequests.INTERVAL_NS)).isEqualTo(Map.of(7L, List.of(8)));

        // One that comes very late does not end the asking.
        nacks.onPacket(7, 8, 60 * S_NS);
        nacks.onPacket(7, 11, 60 * S_NS);
        assertThat(nacks.due(60 * S_NS)).isEqualTo(Map.of(7L, List.of(10)));
        assertThat(nacks.due(60 * S_NS + NackRequests.MAX_INTERVAL_NS)).isEqualTo(Map.of(7L, List.of(10)));
    }

    @Test
    void shouldAskForNothingAfterAnOutageOrFromLongAgo() {
        packets(1, 200);
        assertThat(nacks.due(0)).isEmpty();

        packets(202);
        for (int number = 203; number <= 302; number++) {
            packets(number);
        }
        // 201 is more than a hundred back.
        assertThat(nacks.due(0)).isEmpty();
    }

    @Test
    void shouldKeepStreamsApart() {
        packets(1, 3);
        nacks.onPacket(8, 100, 0);
        nacks.onPacket(8, 102, 0);
        nacks.forget(7);

        assertThat(nacks.due(0)).isEqualTo(Map.of(8L, List.of(101)));
    }

    @ParameterizedTest
    @CsvSource({
            // first of a frame, key
            "1000, true",
            // first of a frame, delta
            "1001, false",
            // not the first of the partition, and not the first partition
            "0000, false", "1100, false",
            // picture ids of 7 and 15 bits, and all extensions
            "90800500, true", "90808123 00, true", "90808123 01, false", "90F0812311 22 00, true",
            // TL0PICIDX, or temporal layer, alone
            "90402200, true", "90202200, true", "90202201, false",
            // cut short
            "'', false", "90, false", "10, false", "9080, false", "908081, false"})
    void shouldRecogniseKeyFrames(String payload, boolean keyFrame) {
        byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));

        assertThat(RtpPayload.beginsVp8KeyFrame(Rtp.packet(96, 7, 1, bytes))).isEqualTo(keyFrame);
    }

    @Test
    void shouldSkipContributorsAndExtensions() {
        assertThat(RtpPayload.beginsVp8KeyFrame(Rtp.vp8(7, 1, 0, 0, true))).isTrue();
        assertThat(RtpPayload.beginsVp8KeyFrame(Rtp.vp8(7, 1, 0, 0, false))).isFalse();
        ByteBuffer contributors = Rtp.packet(96, 7, 1, new byte[]{1, 1, 1, 1, 0x10, 0});
        contributors.put(0, (byte) 0x81);
        assertThat(RtpPayload.beginsVp8KeyFrame(contributors)).isTrue();
        ByteBuffer tooLong = Rtp.packet(96, 7, 1, new byte[]{0, 0, (byte) 0xFF, (byte) 0xFF});
        tooLong.put(0, (byte) 0x90);
        assertThat(RtpPayload.beginsVp8KeyFrame(tooLong)).isFalse();
    }

    @Test
    void shouldTellWhatARetransmissionRepeats() {
        assertThat(RtpPayload.originalSequenceNumber(Rtp.packet(97, 8, 1, new byte[]{(byte) 0xFF, 3, 9})))
                .isEqualTo(0xFF03);
        ByteBuffer padding = Rtp.packet(97, 8, 1, new byte[]{0, 0, 0, 4});
        padding.put(0, (byte) 0xA0);
        assertThat(RtpPayload.originalSequenceNumber(padding)).isEqualTo(-1);
        assertThat(RtpPayload.originalSequenceNumber(Rtp.packet(97, 8, 1))).isEqualTo(-1);
    }
}
