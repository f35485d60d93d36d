package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class TerminalTest {
    private static final String ESCAPE = "\u001B";
    private static final Map<String, String> BOTH = Map.of("bwe.terminal", "true", "bwe.terminal.out", "true");

    private static Terminal of(Map<String, String> properties, Map<String, String> environment, boolean guess) {
        return Terminal.of(properties::get, environment::get, () -> guess);
    }

    @ParameterizedTest
    @CsvSource({"true, true, false, ON", "true, false, true, OFF", "false, true, false, ON", "false, false, true, OFF"})
    void takesTheLaunchersWordForEachOutput(String error, String output, boolean guess, Ansi colours) {
        Terminal terminal = of(Map.of("bwe.terminal", error, "bwe.terminal.out", output), Map.of("TERM", "xterm"),
                guess);
        assertThat(terminal).isEqualTo(new Terminal(Boolean.parseBoolean(error), colours));
    }

    @ParameterizedTest
    @CsvSource({"1", "0", "false", "' '"})
    void hasNoColoursWhereTheyAreUnwanted(String noColor) {
        assertThat(of(BOTH, Map.of("NO_COLOR", noColor, "TERM", "xterm"), true))
                .isEqualTo(new Terminal(true, Ansi.OFF));
        assertThat(of(Map.of(), Map.of("NO_COLOR", noColor), true)).isEqualTo(Terminal.NONE);
    }

    @Test
    void doesNotTakeAnEmptyVariableForAWish() {
        assertThat(of(BOTH, Map.of("NO_COLOR", ""), false).colours()).isEqualTo(Ansi.ON);
    }

    @Test
    void hasNoColoursOnATerminalThatKnowsNoEscapeSequences() {
        assertThat(of(BOTH, Map.of("TERM", "dumb"), true)).isEqualTo(new Terminal(true, Ansi.OFF));
    }

    @Test
    void guessesWithoutALauncher() {
        assertThat(of(Map.of(), Map.of(), true)).isEqualTo(new Terminal(false, Ansi.ON));
        assertThat(of(Map.of(), Map.of(), false)).isEqualTo(Terminal.NONE);
    }

    @ParameterizedTest
    @CsvSource({"ON, true", "OFF, false"})
    void decidesForTheHelpToo(Ansi colours, boolean escapes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Bwe.run(out, err, new Terminal(false, colours), "replay", "--help");
        assertThat(out.toString(StandardCharsets.UTF_8).contains(ESCAPE)).isEqualTo(escapes);
        // Standard error may be a file where standard output is none.
        assertThat(Bwe.run(out, err, new Terminal(false, colours), "replay", "file", "--hepl")).isEqualTo(2);
        assertThat(Bwe.run(out, err, new Terminal(false, colours), "repaly")).isEqualTo(2);
        assertThat(Bwe.run(out, err, new Terminal(false, colours))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--hepl", "'repaly'").doesNotContain(ESCAPE);
    }
}
