package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBarTest {
    @ParameterizedTest
    @CsvSource({"0, 1000, '           |'", "500, 1000, ======     |", "1000, 1000, ===========|",
            "2000, 1000, ===========|============", "9000, 1000, ===========|================",
            "1000, 9000, '============               |'"})
    void drawsOneRateAgainstAnother(long bar, long mark, String expected) {
        assertThat(new RateBar(2_000, 24, 28).draw(bar, mark)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, =", "-1, 1, |", "-2, -1, ''", "100000000000, 1, |=======",
            "9223372036854775807, 9223372036854775807, =======|"})
    void showsTheLeastRateAndNoneThatIsNotKnown(long bar, long mark, String expected) {
        assertThat(new RateBar(100_000_000_000L, 8, 8).draw(bar, mark)).isEqualTo(expected);
    }
}
