package io.bwe.cli;

import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Which of the program's outputs somebody looks at, and whether in colour. Immutable.
 *
 * <p>A JVM can tell at most whether standard input <em>and</em> output are a terminal, and JDK 22 to 24 have a console
 * without any. Therefore the launcher says what each output is. Where the program was started without it, standard error
 * counts as a file, and for standard output picocli's guess is taken.
 *
 * @param error whether standard error is a terminal
 * @param colours whether standard output takes colours
 */
record Terminal(boolean error, Ansi colours) {
    /** Neither is one. */
    static final Terminal NONE = new Terminal(false, Ansi.OFF);

    /** Set to true by the launcher if standard error is a terminal. */
    private static final String ERROR_PROPERTY = "bwe.terminal";
    /** Set by the launcher to whether standard output is a terminal. */
    private static final String OUTPUT_PROPERTY = "bwe.terminal.out";
    /** What no-color.org asks programs to honour: with any text there are no colours. */
    private static final String NO_COLOUR_VARIABLE = "NO_COLOR";
    private static final String KIND_VARIABLE = "TERM";
    /** The kind of terminal that takes no escape sequences. */
    private static final String DUMB = "dumb";

    /** That of this process. */
    static Terminal ofProcess() {
        return of(System::getProperty, System::getenv, Ansi.AUTO::enabled);
    }

    /**
     * Decides.
     *
     * @param properties the JVM's, by name; null for one that is not set
     * @param environment the process's variables, by name; null for one that is not set
     * @param guess whether standard output takes colours, as far as the JVM can tell
     */
    static Terminal of(UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment,
            BooleanSupplier guess) {
        String output = properties.apply(OUTPUT_PROPERTY);
        String noColour = environment.apply(NO_COLOUR_VARIABLE);
        boolean unwanted = noColour != null && !noColour.isEmpty() || DUMB.equals(environment.apply(KIND_VARIABLE));
        boolean colours = !unwanted && (output == null ? guess.getAsBoolean() : Boolean.parseBoolean(output));
        return new Terminal(Boolean.parseBoolean(properties.apply(ERROR_PROPERTY)), colours ? Ansi.ON : Ansi.OFF);
    }
}
