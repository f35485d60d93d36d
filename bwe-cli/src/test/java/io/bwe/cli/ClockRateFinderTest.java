package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.PacketView;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockRateFinderTest {
    private static final long MS_NS = 1_000_000;

    private final ClockRateFinder finder = new ClockRateFinder();
    private final Random random = new Random(1);

    private void receive(long sentMs, double delayMs, int clockRate, long firstTimestamp) {
        finder.onPacket(sentMs * MS_NS + (long) (delayMs * MS_NS),
                firstTimestamp + sentMs * clockRate / 1_000 & 0xffff_ffffL);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 24_000, 32_000, 44_100, 48_000, 90_000})
    void findsEachRateThroughJitterWithinFiveSeconds(int clockRate) {
        for (int ms = 0; ms < 5_000; ms += 20) {
            receive(ms, random.nextDouble() * 30, clockRate, 7);
        }
        assertThat(finder.clockRate()).isEqualTo(clockRate);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 48_000})
    void findsTheRateAcrossTheWrap(int clockRate) {
        // Short, so that neither half is evidence enough.
        for (int ms = 0; ms < 1_100; ms += 20) {
            receive(ms, 0, clockRate, 0xffff_ffffL - 550L * clockRate / 1_000);
        }
        assertThat(finder.clockRate()).isEqualTo(clockRate);
    }

    @Test
    void findsTheRateOfALongStream() {
        for (long ms = 0; ms < 200_000_000; ms += 5_000) {
            receive(ms, random.nextDouble() * 500, 48_000, 0);
        }
        assertThat(finder.clockRate()).isEqualTo(48_000);
    }

    @Test
    void findsTheRateThroughAQueueThatGrowsAndDrains() {
        for (int ms = 0; ms < 20_000; ms += 20) {
            receive(ms, 300 - Math.abs(ms % 8_000 - 4_000) * 300 / 4_000.0, 48_000, 0);
        }
        assertThat(finder.clockRate()).isEqualTo(48_000);
    }

    @Test
    void takesReorderingAndTimestampsThatAreOff() {
        for (int ms = 0; ms < 10_000; ms += 20) {
            int late = ms % 60 == 0 ? 100 : 0;
            boolean off = ms % 140 == 0;
            finder.onPacket(ms * MS_NS, off ? random.nextInt() & 0xffff_ffffL : (ms - late) * 48L & 0xffff_ffffL);
        }
        assertThat(finder.clockRate()).isEqualTo(48_000);
    }

    @Test
    void takesAJumpOfAllTimestamps() {
        for (int ms = 0; ms < 10_000; ms += 20) {
            receive(ms, random.nextDouble() * 10, 48_000, ms < 5_000 ? 1_000 : 0x7000_0000L);
        }
        assertThat(finder.clockRate()).isEqualTo(48_000);
    }

    @Test
    void takesArrivalTimesThatRunBackwards() {
        for (int ms = 0; ms < 5_000; ms += 20) {
            receive(ms, ms % 100 == 0 ? -50 : 0, 16_000, 0);
        }
        assertThat(finder.clockRate()).isEqualTo(16_000);
    }

    @Test
    void doesNotKnowWhereThereIsTooLittleEvidence() {
        assertThat(finder.clockRate()).isEqualTo(PacketView.UNKNOWN_CLOCK_RATE);
        for (int ms = 0; ms <= 600; ms += 200) {
            receive(ms, 0, 48_000, 0);
        }
        assertThat(finder.clockRate()).isEqualTo(PacketView.UNKNOWN_CLOCK_RATE);
    }

    @Test
    void doesNotKnowWhereTimestampsStandStillOrMeanNothing() {
        for (int ms = 0; ms < 10_000; ms += 20) {
            finder.onPacket(ms * MS_NS, ms % 40 == 0 ? 5 : random.nextInt() & 0xffff_ffffL);
        }
        assertThat(finder.clockRate()).isEqualTo(PacketView.UNKNOWN_CLOCK_RATE);
    }
}
