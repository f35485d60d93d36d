package io.bwe.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the user wants to get out of a replay. */
final class ReplayOutputOptions {
    @Option(names = "--csv", paramLabel = "OUT", description = "Writes a row for each packet; '-' is standard output.")
    private @Nullable String csv;

    @Option(names = "--json", description = "Prints the summary as a JSON object on a single line, also with --quiet; "
            + "rates in b/s, times in seconds.")
    private boolean json;

    @Option(names = "--quiet", description = "Prints neither notes nor the summary, only warnings and errors.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    ReplayOutputOptions() {
    }

    /**
     * Checks them, but writes nothing yet.
     *
     * @param input the file to replay
     * @throws BadInputException if something cannot be written
     * @throws ParameterException if they do not go together
     */
    void check(Path input) throws BadInputException {
        if (json && table().filter(TableTarget::isStandardOutput).isPresent()) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "--json and --csv - both write to standard output; give --csv a file");
        }
        if (csv != null) {
            new TableTarget(csv).check(input);
        }
    }

    /** Where a row for each packet goes. */
    Optional<TableTarget> table() {
        return Optional.ofNullable(csv).map(TableTarget::new);
    }

    /** Whether the summary is to be JSON. */
    boolean json() {
        return json;
    }

    /** Whether notes and the summary as text are unwanted. */
    boolean quiet() {
        return quiet;
    }
}
