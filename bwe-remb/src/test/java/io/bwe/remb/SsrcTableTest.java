package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.AllocationProbe;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsrcTableTest {
    @Test
    void anEmptyTableFindsNothing() {
        assertThat(SsrcTable.empty().get(0)).isNull();
        assertThat(SsrcTable.of(Map.of()).get(0)).isNull();
        assertThat(SsrcTable.of(Map.of()).get(0xFFFF_FFFFL)).isNull();
    }

    @Test
    void findsTheLowestAndTheHighestSsrc() {
        SsrcTable<String> table = SsrcTable.of(Map.of(0L, "low", 0xFFFF_FFFFL, "high"));
        assertThat(table.get(0)).isEqualTo("low");
        assertThat(table.get(0xFFFF_FFFFL)).isEqualTo("high");
        assertThat(table.get(1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 64, 1_000, 4_096})
    void findsWhatIsThereAndNothingElse(int size) {
        Random random = new Random(size);
        Map<Long, String> entries = new HashMap<>();
        while (entries.size() < size) {
            // Half in a row, half anywhere: neighbours are what collides in bad hash functions.
            long ssrc = entries.size() % 2 == 0 ? entries.size() : random.nextInt() & 0xFFFF_FFFFL;
            entries.put(ssrc, "stream " + ssrc);
        }
        SsrcTable<String> table = SsrcTable.of(entries);
        entries.forEach((ssrc, stream) -> assertThat(table.get(ssrc)).isEqualTo(stream));
        for (int i = 0; i < 10_000; i++) {
            long ssrc = random.nextInt() & 0xFFFF_FFFFL;
            assertThat(table.get(ssrc)).isEqualTo(entries.get(ssrc));
        }
    }

    @Test
    void lookingUpAllocatesNothing() {
        SsrcTable<String> table = SsrcTable.of(Map.of(1_000_000L, "a", 2_000_000L, "b"));
        long[] found = new long[1];
        Runnable lookUps = () -> {
            for (int i = 0; i < 20_000; i++) {
                found[0] += table.get(1_000_000L + i) == null ? 0 : 1;
            }
        };
        lookUps.run();
        assertThat(AllocationProbe.steadyBytesAllocatedBy(lookUps)).isZero();
        assertThat(found[0]).isPositive();
    }
}
