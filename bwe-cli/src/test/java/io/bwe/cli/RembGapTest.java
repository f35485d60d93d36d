package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.cli.DemoMeasurements.Remb;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RembGapTest {
    private static List<Remb> at(long... times) {
        return LongStream.of(times).mapToObj(time -> new Remb(time, 1)).toList();
    }

    @Test
    void isTheFirstOfTheLongestBetweenTwoRembs() {
        assertThat(RembGap.longest(at(10, 20, 50, 80, 90), 5, 95)).isEqualTo(new RembGap(20, 30));
    }

    @Test
    void mayBeBeforeTheFirstOrAfterTheLast() {
        assertThat(RembGap.longest(at(30, 40), 5, 50)).isEqualTo(new RembGap(5, 25));
        assertThat(RembGap.longest(at(10, 20), 5, 50)).isEqualTo(new RembGap(20, 30));
        assertThat(RembGap.longest(at(), 5, 50)).isEqualTo(new RembGap(5, 45));
    }

    @Test
    void leavesOutWhatIsOutsideTheTime() {
        assertThat(RembGap.longest(at(1, 100, 110, 200), 90, 120)).isEqualTo(new RembGap(90, 10));
        assertThat(RembGap.longest(at(1, 200), 90, 90)).isEqualTo(new RembGap(90, 0));
    }
}
