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

    @Test
    void shouldExplainItself() {
        assertThat(demo("--help")).isZero();
        assertThat(out.toString()).contains("--seconds", "--estimator", "Exit codes");
    }

    private int demo(String... args) {
        return Bwe.run(out, err, Stream.concat(Stream.of("demo"), Stream.of(args)).toArray(String[]::new));
    }
}
