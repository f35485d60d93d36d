package io.bwe.cli;

import io.bwe.api.EstimateView;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Prints a {@link DemoReport} line by line. Used by one thread. */
final class DemoText implements DemoOutput {
    private final PrintWriter out;
    private final Ansi ansi;
    private @Nullable DemoReport report;

    /**
     * Prepares a report.
     *
     * @param out takes it
     * @param ansi whether it has colours
     */
    DemoText(PrintWriter out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    @Override
    public void begin(DemoSchedule schedule, DemoMeasurements measured, List<DemoShadow> shadows) {
        report = new DemoReport(schedule, measured, shadows, ansi);
        print(report.header());
    }

    @Override
    public void second(int second, EstimateView estimate, List<String> events) {
        print(events);
        print(List.of(report().line(second, estimate)));
    }

    @Override
    public void end(DemoResult result) {
        print(report().summary(result));
    }

    private DemoReport report() {
        return Objects.requireNonNull(report, "begin() comes first");
    }

    private void print(List<String> lines) {
        lines.forEach(out::println);
        out.flush();
    }
}
