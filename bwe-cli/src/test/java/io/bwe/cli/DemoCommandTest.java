package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"2", "3601", "-1", "many"})
    void shouldRefuseALengthOutOfRange(String seconds) {
        assertThat(demo("--seconds", seconds)).isEqualTo(2);
        assertThat(err.toString()).contains("--seconds");
    }

    @Test
    void shouldRefuseAnUnknownEstimatorInOneLine() {
        assertThat(demo("--estimator", "tea-leaves")).isEqualTo(2);
        assertThat(err.toString()).contains("'tea-leaves'").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--shadow", "--swap"})
    void shouldRefuseOtherEstimatorsThatAreUnknownBeforeItBegins(String option) {
        assertThat(demo(option, "tea-leaves")).isEqualTo(2);
        assertThat(err.toString()).contains("'tea-leaves'", "found [auto, delay-kalman, ").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldRefuseAShadowThatIsGivenTwice() {
        assertThat(demo("--shadow", "steady,steady")).isEqualTo(2);
        assertThat(err.toString()).contains("'steady' is given twice").hasLineCount(1);
    }

    @Test
    void shouldRefuseASwapThatHasNoTime() {
        assertThat(demo("--swap", "steady", "--seconds", "14")).isEqualTo(2);
        assertThat(err.toString()).contains("--seconds 14 is out of range; allowed is 15 to 3600 with --swap");
    }

    @Test
    void shouldExplainItself() {
        assertThat(demo("--help")).isZero();
        assertThat(out.toString()).contains("--seconds", "--estimator", "--shadow", "--swap", "Exit codes");
    }

    private int demo(String... args) {
        return Bwe.run(out, err, Stream.concat(Stream.of("demo"), Stream.of(args)).toArray(String[]::new));
    }
}
