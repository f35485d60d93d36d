package io.bwe.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What comes of a replay, as the user wants it: builds the observers, and reports at the end. Used by one thread. */
final class ReplayOutputs implements Closeable {
    private final ReplayOutputOptions options;
    private final List<ReplayedEstimator> estimators;
    private final ReplaySummary summary = new ReplaySummary();
    private final ReplayCourse course = new ReplayCourse();
    private final List<ReplayObserver> observers = new ArrayList<>(List.of(summary, course));
    private final @Nullable OutputStream table;

    /**
     * Opens what is written while packets go by.
     *
     * @param options what the user wants
     * @param estimators what it is about
     * @param standardOutput the program's, which stays open
     * @throws BadInputException if something cannot be written
     */
    ReplayOutputs(ReplayOutputOptions options, List<ReplayedEstimator> estimators, OutputStream standardOutput)
            throws BadInputException {
        this.options = options;
        this.estimators = List.copyOf(estimators);
        TableTarget target = options.table().orElse(null);
        if (target == null) {
            table = null;
        } else {
            table = target.open(standardOutput);
            observers.add(new ReplayTable(target.toString(), table, estimators));
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
     * @param input what was replayed
     * @param out standard output
     * @param err standard error, which takes the report where standard output is taken
     * @param ansi whether standard output takes colours
     */
    void report(ReplayInput input, PrintWriter out, PrintWriter err, Ansi ansi) {
        if (options.json()) {
            out.println(ReplayJson.of(input, summary, course, estimators));
        } else if (!options.quiet() && !estimators.stream().allMatch(ReplayedEstimator::hasFailed)) {
            boolean taken = options.table().filter(TableTarget::isStandardOutput).isPresent();
            new ReplayReport(taken ? err : out, taken ? Ansi.OFF : ansi, estimators).print(input, summary, course);
        }
    }

    @Override
    public void close() throws IOException {
        if (table != null) {
            table.close();
        }
    }
}
