package io.bwe.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline(10, 8);
    private final SumSeries sums = timeline.add(new SumSeries());
    private final FlagSeries flags = timeline.add(new FlagSeries());

    @Test
    void binsAreShortAsLongAsThereAreNotTooMany() {
        assertThat(timeline.bins()).isZero();
        assertThat(timeline.binOf(0)).isZero();
        assertThat(timeline.binOf(79)).isEqualTo(7);
        assertThat(timeline.binNs()).isEqualTo(10);
        assertThat(timeline.bins()).isEqualTo(8);
        assertThat(timeline.endNs()).isEqualTo(79);
    }

    @Test
    void eachTwoBecomeOneWhenThereAreTooMany() {
        for (int time = 0; time < 80; time += 10) {
            sums.add(timeline.binOf(time), 1 + time);
        }
        flags.set(3, 5);
        assertThat(timeline.binOf(80)).isEqualTo(4);
        assertThat(timeline.binNs()).isEqualTo(20);
        assertThat(sums.sliding(5, 1)).containsExactly(12, 52, 92, 132, 0);
        assertThat(flags.spans()).containsExactly(new FlagSeries.Span(1, 3));
    }

    @Test
    void slidingSumsAreThoseOfTheLastBins() {
        for (int bin = 0; bin < 6; bin++) {
            sums.add(bin, 1 << bin);
        }
        assertThat(sums.sliding(7, 3)).containsExactly(1, 3, 7, 14, 28, 56, 48);
    }

    @Test
    void anyTimeHasABin() {
        assertThat(timeline.binOf(-5)).isZero();
        assertThat(timeline.binOf(Long.MIN_VALUE)).isZero();
        assertThat(timeline.binOf(Long.MAX_VALUE)).isBetween(4, 7);
        assertThat(timeline.endNs()).isEqualTo(Timeline.LONGEST_NS);
        assertThat(timeline.bins()).isBetween(5, 8);
        assertThat(timeline.binOf(0)).isZero();
    }

    @Test
    void spansAreInOrderOfTime() {
        flags.set(5, 6);
        flags.set(0, 2);
        flags.set(2, 2);
        assertThat(flags.spans()).isEqualTo(List.of(new FlagSeries.Span(0, 2), new FlagSeries.Span(5, 6)));
    }
}
