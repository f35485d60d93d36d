package io.bwe.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSeriesTest {
    private final LineSeries series = new LineSeries();

    @Test
    void standsForTheLastValueOfABin() {
        series.add(3, 10);
        series.add(3, 12);
        series.add(3, 14);
        assertThat(series.drawn(3)).isEqualTo(14);
        assertThat(series.drawn(2)).isNaN();
        assertThat(series.drawn(4)).isNaN();
    }

    @Test
    void showsASpikeThatComesAndGoesWithinABin() {
        series.add(0, 10);
        series.add(0, 90);
        series.add(0, 11);
        series.add(1, 10);
        series.add(1, 1);
        series.add(1, 11);
        assertThat(series.drawn(0)).isEqualTo(90);
        assertThat(series.drawn(1)).isEqualTo(1);
        assertThat(series.last(0)).isEqualTo(11);
    }

    @Test
    void showsTheLargerOfTwoSpikes() {
        series.add(0, 10);
        series.add(0, 4);
        series.add(0, 15);
        series.add(0, 10);
        assertThat(series.drawn(0)).isEqualTo(4);
    }

    @Test
    void peakIsOfEitherSign() {
        series.add(0, 3);
        series.add(0, -5);
        series.add(0, 4);
        series.add(1, 7);
        assertThat(series.peak(0)).isEqualTo(-5);
        assertThat(series.peak(1)).isEqualTo(7);
        assertThat(series.peak(2)).isNaN();
    }

    /** What is known of a wide bin is what would be known if it had been wide from the start. */
    @Test
    void losesNothingOfAWiderBin() {
        LineSeries wide = new LineSeries();
        Random random = new Random(3);
        int bin = 0;
        for (int i = 0; i < 500; i++) {
            bin += random.nextInt(3);
            double value = random.nextGaussian();
            series.add(bin, value);
            wide.add(bin / 4, value);
        }
        series.halve();
        series.halve();
        for (int at = 0; at <= bin / 4 + 1; at++) {
            assertThat(series.drawn(at)).isEqualTo(Double.valueOf(wide.drawn(at)));
            assertThat(series.last(at)).isEqualTo(Double.valueOf(wide.last(at)));
            assertThat(series.low(at)).isEqualTo(Double.valueOf(wide.low(at)));
            assertThat(series.high(at)).isEqualTo(Double.valueOf(wide.high(at)));
        }
    }

    @Test
    void goesOnAfterBinsBecameWider() {
        for (int bin = 0; bin < 5; bin++) {
            series.add(bin, bin);
        }
        series.halve();
        series.add(5, 50);
        assertThat(series.drawn(2)).isEqualTo(4);
        assertThat(series.drawn(3)).isNaN();
        assertThat(series.drawn(4)).isNaN();
        assertThat(series.drawn(5)).isEqualTo(50);
    }
}
