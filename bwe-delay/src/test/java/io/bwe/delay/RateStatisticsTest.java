package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateStatisticsTest {
    private final RateStatistics rate = new RateStatistics();

    @Test
    void nothingIsMeasurableWithoutPackets() {
        assertThat(rate.rateBps(5_000)).isEqualTo(RateStatistics.NOT_MEASURABLE);
        assertThat(rate.isMeasurable(5_000)).isFalse();
    }

    @Test
    void onePacketOrOneMillisecondIsTooLittle() {
        rate.update(1_500, 1_000);
        assertThat(rate.rateBps(1_000)).isEqualTo(RateStatistics.NOT_MEASURABLE);
        assertThat(rate.rateBps(1_500)).as("one packet in a window that is not full")
                .isEqualTo(RateStatistics.NOT_MEASURABLE);
        rate.update(1_500, 1_000);
        assertThat(rate.rateBps(1_000)).as("two packets, but in one millisecond")
                .isEqualTo(RateStatistics.NOT_MEASURABLE);
        assertThat(rate.rateBps(1_001)).as("3000 bytes in 2 ms").isEqualTo(12_000_000);
    }

    @Test
    void theWindowGrowsToASecondAndThenSlides() {
        for (int ms = 0; ms < 5_000; ms++) {
            rate.update(1_000, ms);
            if (ms > 0) {
                assertThat(rate.rateBps(ms)).as("at %d ms", ms).isCloseTo(8_000_000, within(1L));
            }
        }
    }

    @Test
    void oneSampleIsEnoughOnceTheWindowIsFull() {
        rate.update(1_000, 0);
        rate.update(1_000, 900);
        assertThat(rate.rateBps(1_100)).as("the first has left").isEqualTo(8_000);
        assertThat(rate.rateBps(1_899)).isEqualTo(8_000);
        assertThat(rate.rateBps(1_900)).as("so has the second").isEqualTo(RateStatistics.NOT_MEASURABLE);
    }

    @Test
    void readingAtALaterTimeChangesNothing() {
        rate.update(1_000, 0);
        rate.update(1_000, 10);
        long before = rate.rateBps(10);
        assertThat(rate.rateBps(100_000)).isEqualTo(RateStatistics.NOT_MEASURABLE);
        assertThat(rate.rateBps(10)).isEqualTo(before);
    }

    @Test
    void anEmptiedWindowGrowsAnew() {
        rate.update(1_000, 0);
        rate.update(1_000, 10);
        assertThat(rate.isMeasurable(5_000)).isFalse();
        rate.update(1_000, 5_000);
        rate.update(1_000, 5_001);
        assertThat(rate.rateBps(5_001)).as("2000 bytes in 2 ms").isEqualTo(8_000_000);
    }

    @Test
    void resetForgetsAllPackets() {
        rate.update(1_000, 0);
        rate.update(1_000, 10);
        rate.reset();
        assertThat(rate.rateBps(10)).isEqualTo(RateStatistics.NOT_MEASURABLE);
        rate.update(1_000, 20);
        rate.update(1_000, 21);
        assertThat(rate.rateBps(21)).isEqualTo(8_000_000);
    }

    @Test
    void agreesWithAPlainListOfPackets() {
        SplittableRandom random = new SplittableRandom(1);
        Deque<long[]> list = new ArrayDeque<>();
        long first = 0;
        long now = -3_000;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextInt(1_500) : random.nextInt(3);
            // An arrival before the last one counts as that one's.
            long arrival = random.nextInt(10) == 0 ? now - random.nextInt(5) : now;
            list.removeIf(packet -> packet[0] <= arrival - 1_000);
            if (list.isEmpty()) {
                first = arrival;
            }
            int size = random.nextInt(1_500);
            list.add(new long[]{list.isEmpty() ? arrival : Math.max(arrival, list.getLast()[0]), size});
            rate.update(size, arrival);

            long bytes = list.stream().mapToLong(packet -> packet[1]).sum();
            long active = first <= arrival - 1_000 ? 1_000 : arrival - first + 1;
            boolean measurable = active > 1 && (list.size() > 1 || active == 1_000);
            long expected = measurable ? (long) (bytes * (8000f / active) + 0.5f) : RateStatistics.NOT_MEASURABLE;
            assertThat(rate.rateBps(arrival)).as("packet %d", i).isEqualTo(expected);
        }
    }
}
