package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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
        return new CommandLine(new DemoCommand()).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
