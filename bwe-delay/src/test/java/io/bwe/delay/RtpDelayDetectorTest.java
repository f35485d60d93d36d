package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.DiagnosticSink;
import io.bwe.api.PacketView;
import io.bwe.testkit.AllocationProbe;
import io.bwe.testkit.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpDelayDetectorTest {
    private static final long START_US = 50_000_000;
    private static final int VIDEO_RATE = 90_000;
    private static final int AUDIO_RATE = 48_000;

    private final RtpDelayDetector detector = new RtpDelayDetector();
    private final TestPacket packet = new TestPacket();

    /** A packet captured and arriving so many microseconds after the start. */
    private boolean packet(int place, int clockRate, long capturedUs, long arrivedUs) {
        packet.clockRate(clockRate);
        packet.rtpTimestamp((0xFFFF_0000L + capturedUs * clockRate / 1_000_000) & 0xFFFF_FFFFL);
        packet.arrivalTimeNs((START_US + arrivedUs) * 1_000);
        return detector.onPacket(packet, place, START_US + arrivedUs, START_US + arrivedUs, 1_000);
    }

    private static List<Object> describe(RtpDelayDetector detector) {
        List<Object> values = new ArrayList<>();
        detector.describe(new DiagnosticSink() {
            @Override
            public void value(String name, long value) {
                values.add(value);
            }

            @Override
            public void value(String name, double value) {
                values.add(value);
            }

            @Override
            public void absent(String name) {
                throw new AssertionError(name);
            }
        }, true);
        return values;
    }

    /** Frames of a stream whose queueing delay grows by so much for each. */
    private void frames(int place, int clockRate, int from, int to, long intervalUs, long growthUs) {
        for (int i = from; i < to; i++) {
            packet(place, clockRate, i * intervalUs, i * intervalUs + (i - from) * growthUs);
        }
    }

    @Test
    void countsEachStreamByItsOwnClock() {
        for (int i = 0; i < 500; i++) {
            packet(0, VIDEO_RATE, i * 33_000, i * 33_000);
            packet(1, AUDIO_RATE, i * 33_000, i * 33_000 + 500);
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void aWrongClockRateLooksLikeAQueue() {
        for (int i = 0; i < 100; i++) {
            packet.clockRate(VIDEO_RATE);
            packet.rtpTimestamp(i * 20_000L * AUDIO_RATE / 1_000_000);
            detector.onPacket(packet, 0, START_US + i * 20_000L, START_US + i * 20_000L, 100);
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.OVERUSING);
    }

    @Test
    void thePathIsAsBadAsTheWorstStreamSays() {
        frames(0, VIDEO_RATE, 0, 100, 33_000, 0);
        frames(1, AUDIO_RATE, 0, 100, 20_000, 5_000);
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        frames(0, VIDEO_RATE, 100, 110, 33_000, 0);
        assertThat(detector.usage()).as("a normal stream does not hide it").isEqualTo(BandwidthUsage.OVERUSING);
        detector.onStreamGone(1);
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void underUseIsWorseThanNothing() {
        frames(0, VIDEO_RATE, 0, 60, 33_000, 0);
        frames(1, VIDEO_RATE, 0, 60, 33_000, 0);
        for (int i = 60; i < 90 && detector.usage() == BandwidthUsage.NORMAL; i++) {
            packet(1, VIDEO_RATE, i * 33_000, i * 33_000 - (i - 60) * 12_000);
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.UNDERUSING);
        packet(0, VIDEO_RATE, 60 * 33_000, 60 * 33_000);
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.UNDERUSING);
    }

    @Test
    void onlyTheFirstOveruseOfAStreamIsUrgent() {
        int urgent = 0;
        for (int i = 0; i < 100; i++) {
            packet(0, VIDEO_RATE, i * 33_000, i * 38_000);
            urgent += detector.isUrgent() ? 1 : 0;
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        assertThat(urgent).isEqualTo(1);
    }

    @Test
    void aTransmissionOffsetIsPartOfTheSendTime() {
        for (int i = 0; i < 200; i++) {
            // The sender's own delay grows; the offset says so.
            packet.transmissionOffset(i * 5 * VIDEO_RATE / 1_000);
            packet(0, VIDEO_RATE, i * 33_000, i * 38_000);
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void packetsOfAFrameAreOneGroup() {
        assertThat(packet(0, VIDEO_RATE, 0, 0)).isFalse();
        assertThat(packet(0, VIDEO_RATE, 33_000, 33_000)).isFalse();
        assertThat(packet(0, VIDEO_RATE, 33_000, 50_000)).isFalse();
        assertThat(packet(0, VIDEO_RATE, 66_000, 66_000)).isTrue();
    }

    @Test
    void aPlaceThatIsTakenAgainBeginsAnew() {
        frames(3, VIDEO_RATE, 0, 100, 33_000, 5_000);
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        detector.onStreamGone(3);
        assertThat(packet(3, VIDEO_RATE, 0, 9_000_000)).isFalse();
        assertThat(packet(3, VIDEO_RATE, 33_000, 9_033_000)).isFalse();
        assertThat(packet(3, VIDEO_RATE, 66_000, 9_066_000)).isTrue();
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void anotherClockRateBeginsAnew() {
        frames(0, VIDEO_RATE, 0, 100, 33_000, 5_000);
        packet(0, AUDIO_RATE, 100 * 33_000, 100 * 38_000);
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
    }

    @Test
    void aStreamOfUnknownClockRateSaysNothing() {
        for (int i = 0; i < 100; i++) {
            packet.clockRate(i % 2 == 0 ? PacketView.UNKNOWN_CLOCK_RATE : Integer.MIN_VALUE);
            packet.rtpTimestamp(i * 3_000);
            assertThat(detector.onPacket(packet, 0, START_US + i * 40_000L, START_US + i * 40_000L, 100)).isFalse();
        }
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.NORMAL);
        detector.onStreamGone(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -4, 4, 3_600})
    void timestampsThatJumpBeginAnew(long seconds) {
        frames(0, VIDEO_RATE, 0, 100, 33_000, 5_000);
        assertThat(detector.usage()).isEqualTo(BandwidthUsage.OVERUSING);
        long jumpUs = seconds * 1_000_000;
        for (int i = 100; i < 103; i++) {
            assertThat(packet(0, VIDEO_RATE, i * 33_000 + jumpUs, i * 38_000)).isFalse();
        }
        assertThat(detector.usage()).as("what was said of another clock").isEqualTo(BandwidthUsage.NORMAL);
        packet(0, VIDEO_RATE, 103 * 33_000 + jumpUs, 103 * 38_000);
        assertThat(packet(0, VIDEO_RATE, 104 * 33_000 + jumpUs, 104 * 38_000)).as("samples go on").isTrue();
    }

    @Test
    void aStrayTimestampChangesNothing() {
        RtpDelayDetector undisturbed = new RtpDelayDetector();
        for (int i = 0; i < 200; i++) {
            packet(0, VIDEO_RATE, i * 33_000, i * 33_000 + i % 3 * 1_000);
            undisturbed.onPacket(packet, 0, packet.arrivalTimeNs() / 1_000, packet.arrivalTimeNs() / 1_000, 1_000);
            if (i % 10 == 5) {
                assertThat(packet(0, VIDEO_RATE, i * 33_000 - 60_000_000L, i * 33_000 + 5_000)).isFalse();
                assertThat(packet(0, VIDEO_RATE, i * 33_000 + 60_000_000L, i * 33_000 + 5_000)).isFalse();
            }
            assertThat(describe(detector)).isEqualTo(describe(undisturbed));
        }
    }

    @Test
    void streamsThatComeAndGoAllocateNothing() {
        int[] round = {0};
        Runnable comeAndGo = () -> {
            for (int i = 0; i < 200; i++) {
                int place = i % 20;
                packet(place, place % 2 == 0 ? VIDEO_RATE : AUDIO_RATE, round[0] * 1_000, round[0] * 1_000);
                round[0]++;
                if (i % 7 == 0) {
                    detector.onStreamGone(place);
                }
            }
        };
        comeAndGo.run();
        assertThat(AllocationProbe.steadyBytesAllocatedBy(comeAndGo)).isZero();
    }
}
