package io.bwe.cli;

import io.bwe.picture.Recording;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What comes of a replay, as the user wants it: builds the observers, and reports at the end. Used by one thread. */
final class ReplayOutputs implements Closeable {
    private final ReplayOutputOptions options;
    private final ReplayInput input;
    private final List<ReplayedEstimator> estimators;
    private final ReplaySummary summary = new ReplaySummary();
    private final ReplayCourse course = new ReplayCourse();
    private final ExplanationLog explanations = new ExplanationLog();
    private final List<ReplayObserver> observers = new ArrayList<>(List.of(summary, course));
    private final List<Closeable> open = new ArrayList<>();
    private final @Nullable Recording recording;

    /**
     * Opens what is written while packets go by.
     *
     * @param options what the user wants
     * @param input what is replayed
     * @param estimators what it is about
     * @param standardOutput the program's, which stays open
     * @throws BadInputException if something cannot be written
     */
    ReplayOutputs(ReplayOutputOptions options, ReplayInput input, List<ReplayedEstimator> estimators,
            OutputStream standardOutput) throws BadInputException {
        this.options = options;
        this.input = input;
        this.estimators = List.copyOf(estimators);
        boolean pictured = options.picture().areWanted();
        if (pictured && estimators.size() > Recording.MAX_TRACKS) {
            throw new BadInputException("a picture shows at most " + Recording.MAX_TRACKS + " estimators");
        }
        recording = pictured ? new Recording(String.valueOf(input.file().path().getFileName())) : null;
        try {
            open(standardOutput);
        } catch (BadInputException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void open(OutputStream standardOutput) throws BadInputException {
        // The flight recorder first: it may refuse, and the table's file would be empty then.
        Optional<OutputFile> flightRecording = options.flightRecording();
        if (flightRecording.isPresent()) {
            ReplayFlightRecording recorder = new ReplayFlightRecording(flightRecording.get(),
                    options.flightRecordingDetails(), input.file().path().toString(), estimators);
            open.add(recorder);
            observers.add(recorder);
        }
        Optional<TableTarget> table = options.table();
        if (table.isPresent()) {
            OutputStream output = table.get().open(standardOutput);
            open.add(output);
            observers.add(new ReplayTable(table.get().toString(), output, estimators));
        }
        if (options.explain() || recording != null) {
            observers.add(new ReplayExplainer(estimators, explanations));
        }
        if (recording != null) {
            observers.add(new ReplayPicture(recording, estimators, options.capacity(),
                    input.packets().hasSequenceNumbers()));
        }
    }

    private void closeAfter(Exception cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** What takes part in the replay. */
    List<ReplayObserver> observers() {
        return observers;
    }

    /** The totals of the packets. */
    ReplaySummary summary() {
        return summary;
    }

    /**
     * Reports, once the replay is done.
     *
     * @param out standard output
     * @param err standard error, which takes the report where standard output is taken
     * @param ansi whether standard output takes colours
     * @throws BadInputException if something cannot be written
     */
    void report(PrintWriter out, PrintWriter err, Ansi ansi) throws BadInputException {
        boolean taken = options.table().filter(TableTarget::isStandardOutput).isPresent();
        PrintWriter text = taken ? err : out;
        Ansi colours = taken ? Ansi.OFF : ansi;
        if (options.json()) {
            Optional<ExplanationLog> explained = Optional.of(explanations).filter(log -> options.explain());
            out.println(ReplayJson.of(input, summary, course, explained, estimators));
        } else {
            boolean summarized = !options.quiet() && !estimators.stream().allMatch(ReplayedEstimator::hasFailed);
            if (summarized) {
                new ReplayReport(text, colours, estimators).print(input, summary, course);
            }
            if (options.explain()) {
                if (summarized) {
                    text.println();
                }
                new ExplanationReport(text, colours, estimators.size() > 1).print(explanations);
            }
        }
        if (text.checkError()) {
            throw OutputFile.cannotWrite("standard output", new IOException("writing failed"));
        }
        if (recording != null) {
            describe(recording);
            options.picture().write(recording);
        }
    }

    private void describe(Recording picture) {
        input.heading().forEach(picture::fact);
        summary.lines().forEach(picture::fact);
        input.packets().skipped().forEach(text -> picture.fact("skipped", text));
        explanations.addTo(picture);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Closeable output : open) {
            try {
                output.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
