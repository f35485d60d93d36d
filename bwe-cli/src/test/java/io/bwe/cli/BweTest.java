package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BweTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void explainsItself() {
        assertThat(Bwe.run(out, err, "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("replay").contains("estimators");
        assertThat(Bwe.run(out, err, "replay", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--abs-send-time-id").contains("Exit codes");
        assertThat(Bwe.run(out, err, "--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("bwe ");
        assertThat(err.size()).isZero();
    }

    @Test
    void refusesUnknownAndMissingCommands() {
        assertThat(Bwe.run(out, err, "repaly")).isEqualTo(2);
        assertThat(Bwe.run(out, err)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("'repaly'").contains("Missing required subcommand")
                .doesNotContain("\tat ");
        assertThat(out.size()).isZero();
    }
}
