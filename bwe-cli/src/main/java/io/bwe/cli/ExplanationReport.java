package io.bwe.cli;

import io.bwe.api.Explanation.Kind;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Prints what was explained, a line each. */
final class ExplanationReport {
    private static final double NS_PER_SECOND = 1e9;

    private final PrintWriter output;
    private final Ansi ansi;
    private final boolean named;

    /**
     * @param output takes the lines
     * @param ansi whether it takes colours
     * @param named whether each line says whose it is
     */
    ExplanationReport(PrintWriter output, Ansi ansi, boolean named) {
        this.output = output;
        this.ansi = ansi;
        this.named = named;
    }

    /** Prints all of them. */
    void print(ExplanationLog explanations) {
        for (ExplanationLog.Entry entry : explanations.entries()) {
            String line = String.format(Locale.ROOT, "%7.1f s: %s%s", entry.elapsedNs() / NS_PER_SECOND,
                    named ? entry.estimator() + ": " : "", entry.explanation().text());
            output.println(coloured(entry.explanation().kind(), line));
        }
        if (explanations.left() > 0) {
            output.printf(Locale.ROOT, "... and %,d more%n", explanations.left());
        }
        output.flush();
    }

    private String coloured(Kind kind, String line) {
        if (!ansi.enabled()) {
            return line;
        }
        Style colour = switch (kind) {
            case OVERUSE, REDUCTION -> Style.fg_red;
            case FIRST_ESTIMATE, PROBE, GROWTH -> Style.fg_green;
            case HOLD -> Style.fg_yellow;
            case BEGIN, STREAMS, TIMEOUT, RESET, SWAP -> Style.fg_cyan;
        };
        return colour.on() + line + colour.off();
    }
}
