package io.bwe.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the user wants to get out of a replay. */
final class ReplayOutputOptions {
    @Option(names = "--csv", paramLabel = "OUT", description = "Writes a row for each packet; '-' is standard output.")
    private @Nullable String csv;

    @Mixin
    private PictureOptions pictureOptions = new PictureOptions();

    @Option(names = "--capacity", paramLabel = "SECOND:KBPS[,...]", converter = CapacityPlan.Converter.class,
            description = "What the link could carry from which second on, in kb/s, such as 0:1500,25:500; "
                    + "shown in the charts.")
    private @Nullable CapacityPlan capacity;

    @Option(names = "--jfr", paramLabel = "OUT", description = "Writes a recording of the JDK Flight Recorder.")
    private @Nullable String jfr;

    @Option(names = "--jfr-details", description = "Has packets and delay samples in the recording, too.")
    private boolean jfrDetails;

    @Option(names = "--explain", description = "Says in words what happened and why, also with --quiet.")
    private boolean explain;

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
            throw wrong("--json and --csv - both write to standard output; give --csv a file");
        }
        if (jfrDetails && jfr == null) {
            throw wrong("--jfr-details is for --jfr");
        }
        if (capacity != null && !picture().areWanted()) {
            throw wrong("--capacity is for --html and --png");
        }
        Set<Path> paths = new HashSet<>();
        for (OutputFile file : files()) {
            file.check(input);
            if (!paths.add(file.path().toAbsolutePath().normalize())) {
                throw wrong(file.name() + " is given for two outputs");
            }
        }
        picture().requireBrowser();
    }

    private List<OutputFile> files() {
        List<OutputFile> files = new ArrayList<>(picture().all());
        flightRecording().ifPresent(files::add);
        table().flatMap(TableTarget::file).ifPresent(files::add);
        return files;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }

    /** Where a row for each packet goes. */
    Optional<TableTarget> table() {
        return Optional.ofNullable(csv).map(TableTarget::new);
    }

    /** Where charts go. */
    PictureFiles picture() {
        return pictureOptions.files();
    }

    /** What the link could carry. */
    Optional<CapacityPlan> capacity() {
        return Optional.ofNullable(capacity);
    }

    /** Where a recording of the flight recorder goes. */
    Optional<OutputFile> flightRecording() {
        return Optional.ofNullable(jfr).map(OutputFile::new);
    }

    /** Whether the recording is to hold packets and delay samples. */
    boolean flightRecordingDetails() {
        return jfrDetails;
    }

    /** Whether it is to be said in words what happened. */
    boolean explain() {
        return explain;
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
