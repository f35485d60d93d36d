package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private static final long TIMEOUT_NS = 1_000;

    private final LiveStreams streams = new LiveStreams(TIMEOUT_NS);

    private List<Long> all() {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            all.add(streams.ssrc(i));
        }
        return all;
    }

    @Test
    void areInAscendingOrder() {
        for (long ssrc : new long[]{7, 0xFFFF_FFFFL, 0, 7, 3}) {
            streams.touch(ssrc, 0);
        }
        assertThat(all()).containsExactly(0L, 3L, 7L, 0xFFFF_FFFFL);
        assertThatThrownBy(() -> streams.ssrc(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void goWhenStrictlyMoreThanTheTimeoutHasPassed() {
        streams.touch(1, 0);
        streams.touch(2, 1);
        streams.expire(TIMEOUT_NS);
        assertThat(all()).containsExactly(1L, 2L);
        streams.expire(TIMEOUT_NS + 1);
        assertThat(all()).containsExactly(2L);
    }

    @Test
    void aRemovedOneMayComeBack() {
        streams.touch(1, 0);
        streams.touch(2, 0);
        streams.remove(1);
        streams.remove(9);
        assertThat(all()).containsExactly(2L);
        streams.touch(1, 5);
        assertThat(all()).containsExactly(1L, 2L);
        streams.clear();
        assertThat(all()).isEmpty();
    }

    @Test
    void doWhatAMapWouldDo() {
        long seed = 5;
        Random random = new Random(seed);
        Map<Long, Long> model = new TreeMap<>();
        long nowNs = 0;
        for (int i = 0; i < 20_000; i++) {
            nowNs += random.nextInt(20);
            long now = nowNs;
            long ssrc = random.nextInt(60);
            switch (random.nextInt(10)) {
                case 0 -> {
                    streams.remove(ssrc);
                    model.remove(ssrc);
                }
                case 1, 2 -> {
                    streams.expire(now);
                    model.values().removeIf(seenNs -> now - seenNs > TIMEOUT_NS);
                }
                default -> {
                    streams.touch(ssrc, now);
                    model.put(ssrc, now);
                }
            }
            assertThat(all()).as("seed %d, step %d", seed, i).containsExactlyElementsOf(model.keySet());
        }
    }
}
