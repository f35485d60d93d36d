package io.bwe.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the user wants to get out of a replay. */
final class ReplayOutputOptions {
    @Option(names = "--csv", paramLabel = "OUT", description = "Writes a row for each packet; '-' is standard output.")
    private @Nullable String csv;

    @Option(names = "--quiet", description = "Prints neither notes nor the summary, only warnings and errors.")
    private boolean quiet;

    ReplayOutputOptions() {
    }

    /**
     * Checks them, but writes nothing yet.
     *
     * @param input the file to replay
     * @throws BadInputException if something cannot be written
     */
    void check(Path input) throws BadInputException {
        if (csv != null) {
            new TableTarget(csv).check(input);
        }
    }

    /** Where a row for each packet goes. */
    Optional<TableTarget> table() {
        return Optional.ofNullable(csv).map(TableTarget::new);
    }

    /** Whether notes and the summary are unwanted. */
    boolean quiet() {
        return quiet;
    }
}
