package io.bwe.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.testkit.AllocationProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private static final long TIMEOUT_US = 2_000_000;

    private final LiveStreams streams = new LiveStreams(TIMEOUT_US, slot -> {
    });

    private long[] ssrcs() {
        return LongStream.range(0, streams.size()).map(i -> streams.ssrc((int) i)).toArray();
    }

    @Test
    void listsSsrcsInUnsignedOrder() {
        for (long ssrc : new long[]{0xFFFF_FFFFL, 1, 0x8000_0000L, 0, 0x7FFF_FFFFL}) {
            streams.touch((int) ssrc, 0);
        }
        assertThat(ssrcs()).containsExactly(0, 1, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL);
        assertThatThrownBy(() -> streams.ssrc(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> streams.ssrc(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aStreamTimesOutStrictlyAfterTheTimeout() {
        streams.touch(1, 0);
        streams.touch(2, 1);
        streams.expire(TIMEOUT_US);
        assertThat(ssrcs()).containsExactly(1, 2);
        streams.expire(TIMEOUT_US + 1);
        assertThat(ssrcs()).containsExactly(2);
        streams.expire(TIMEOUT_US + 2);
        assertThat(ssrcs()).isEmpty();
    }

    @Test
    void aPacketKeepsItsStreamAlive() {
        streams.touch(1, 0);
        streams.touch(2, 0);
        streams.touch(1, TIMEOUT_US);
        streams.expire(TIMEOUT_US + 1);
        assertThat(ssrcs()).containsExactly(1);
    }

    @Test
    void removingWhatIsNotThereDoesNothing() {
        streams.touch(1, 0);
        streams.remove(2);
        assertThat(ssrcs()).containsExactly(1);
        streams.remove(1);
        streams.remove(1);
        assertThat(ssrcs()).isEmpty();
    }

    @Test
    void agreesWithASortedMap() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Long, Long> map = new TreeMap<>();
        long now = 0;
        for (int i = 0; i < 100_000; i++) {
            now += random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(2_000);
            long ssrc = random.nextInt(4) == 0
                    ? random.nextInt(2_000) * 0x9E37_79B9L & 0xFFFF_FFFFL
                    : random.nextInt(9);
            long at = now;
            switch (random.nextInt(50)) {
                case 0 -> {
                    streams.remove((int) ssrc);
                    map.remove(ssrc);
                }
                case 1 -> {
                    if (random.nextInt(100) == 0) {
                        streams.clear();
                        map.clear();
                    }
                }
                default -> {
                    streams.expire(now);
                    map.values().removeIf(seen -> at - seen > TIMEOUT_US);
                    streams.touch((int) ssrc, now);
                    map.put(ssrc, now);
                }
            }
            assertThat(streams.size()).as("step %d", i).isEqualTo(map.size());
            if (i % 16 == 0) {
                assertThat(ssrcs()).as("step %d", i)
                        .isEqualTo(map.keySet().stream().mapToLong(Long::longValue).toArray());
            }
        }
    }

    @Test
    void allocatesNothingForStreamsThatComeAndGo() {
        long[] now = {0};
        Runnable comeAndGo = () -> {
            for (int i = 0; i < 20_000; i++) {
                now[0] += 10_000;
                streams.expire(now[0]);
                streams.touch(i * 31, now[0]);
                streams.touch(i % 20, now[0]);
                streams.ssrc(streams.size() - 1);
            }
        };
        comeAndGo.run();
        comeAndGo.run();
        assertThat(AllocationProbe.steadyBytesAllocatedBy(comeAndGo)).isZero();
    }

    @Test
    void aStreamKeepsItsSlotAndSaysWhenItGivesItUp() {
        List<Integer> gone = new ArrayList<>();
        LiveStreams streams = new LiveStreams(TIMEOUT_US, gone::add);
        int first = streams.touch(1, 0);
        int second = streams.touch(2, 0);
        assertThat(second).isNotEqualTo(first);
        for (int ssrc = 3; ssrc < 40; ssrc++) {
            streams.touch(ssrc, 0);
        }
        assertThat(streams.touch(1, TIMEOUT_US)).as("also when the table has grown").isEqualTo(first);
        assertThat(gone).isEmpty();
        streams.remove(2);
        assertThat(gone).containsExactly(second);
        assertThat(streams.touch(99, TIMEOUT_US)).as("is free for another").isEqualTo(second);
        streams.expire(TIMEOUT_US + 1);
        assertThat(gone).hasSize(1 + 37).doesNotContain(first).doesNotHaveDuplicates();
    }
}
