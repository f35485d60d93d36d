package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoVideoSourceTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final DemoVideoSource source = new DemoVideoSource(new SplittableRandom(7));

    @ParameterizedTest
    @ValueSource(longs = {50_000, 300_000, 1_000_000, 4_000_000})
    void shouldKeepTheTargetInEverySecond(long targetBps) {
        for (int second = 1; second <= 20; second++) {
            long bits = 0;
            while (source.nextDueNs() < second * SECOND_NS) {
                source.advance(source.nextDueNs(), targetBps);
                bits += source.payloadBytes() * 8L;
            }
            assertThat((double) bits / targetBps).as("second %d", second).isBetween(0.95, 1.05);
        }
    }

    @Test
    void shouldMakeThirtyFramesASecondOfDifferentSizes() {
        Set<Integer> sizes = new HashSet<>();
        int frames = 0;
        int frameBytes = 0;
        while (source.nextDueNs() < 10 * SECOND_NS) {
            source.advance(source.nextDueNs(), 1_000_000);
            frameBytes += source.payloadBytes();
            assertThat(source.rtpTimestamp()).isEqualTo(frames * 3_000L);
            if (source.lastOfFrame()) {
                frames++;
                sizes.add(frameBytes);
                frameBytes = 0;
            }
        }

        assertThat(frames).isEqualTo(300);
        assertThat(sizes).hasSizeGreaterThan(200);
    }

    @Test
    void shouldSplitAFrameIntoEqualPacketsThatFit() {
        List<Integer> packets = new ArrayList<>();
        do {
            source.advance(0, 2_000_000);
            packets.add(source.payloadBytes());
        } while (!source.lastOfFrame());

        assertThat(packets).hasSizeGreaterThan(4)
                .allSatisfy(bytes -> assertThat(bytes).isBetween(packets.get(0), packets.get(0) + 1))
                .allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(DemoVideoSource.MAX_PAYLOAD_BYTES));
    }

    @Test
    void shouldPaceAFrameAtTwoAndAHalfTimesTheTarget() {
        source.advance(0, 1_000_000);

        assertThat(source.nextDueNs()).isEqualTo((long) (source.payloadBytes() * 8e9 / 2_500_000));
    }

    @Test
    void shouldTakeANewTargetWithTheNextFrame() {
        do {
            source.advance(source.nextDueNs(), 4_000_000);
        } while (!source.lastOfFrame());
        int bytes = 0;
        do {
            source.advance(source.nextDueNs(), 400_000);
            bytes += source.payloadBytes();
        } while (!source.lastOfFrame());

        // A share of what the frame before had too much or too little comes on top.
        assertThat(bytes).isBetween(500, 3_000);
    }

    @Test
    void shouldSkipFramesRatherThanSendABurst() {
        source.advance(0, 100_000);
        assertThat(source.lastOfFrame()).isTrue();

        source.advance(SECOND_NS + 1, 100_000);

        assertThat(source.rtpTimestamp()).isEqualTo(90_000);
        assertThat(source.nextDueNs()).isGreaterThan(SECOND_NS);
    }

    @Test
    void shouldKeepTheScheduleWhenAPacketLeavesALittleLate() {
        source.advance(20_000_000, 100_000);

        assertThat(source.nextDueNs()).isEqualTo(SECOND_NS / 30);
    }
}
