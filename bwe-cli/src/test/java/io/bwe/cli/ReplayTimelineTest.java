package io.bwe.cli;

import static io.bwe.api.BandwidthUsage.NORMAL;
import static io.bwe.api.BandwidthUsage.OVERUSING;
import static io.bwe.api.BandwidthUsage.UNDERUSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.cli.ReplayCourse.Outcome;
import io.bwe.cli.ReplayCourse.Row;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ReplayTimelineTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final List<String> BUILT_IN = List.of("delay-kalman", "delay-trendline", "delay-rtp", "auto");
    private static final Outcome SILENT = new Outcome(ReplayCourse.NO_ESTIMATE, ReplayCourse.NO_ESTIMATE, NORMAL, 0);
    private static final Outcome FAILED = new Outcome(ReplayCourse.FAILED, 1_000, NORMAL, 0);
    /** The highest estimate that can be configured, over the length of a working day. */
    private static final Row HUGE = new Row(36_000 * SECOND_NS, 100_000_000_000L,
            Collections.nCopies(BUILT_IN.size(), new Outcome(100_000_000_000L, 100_000_000, OVERUSING, 180_000)));

    private final StringWriter written = new StringWriter();
    private final PrintWriter output = new PrintWriter(written);

    private List<String> one(Ansi ansi, Row... rows) {
        ReplayTimeline.printOne(output, List.of(rows), ansi);
        return written.toString().lines().toList();
    }

    private List<String> several(Ansi ansi, List<String> names, Row... rows) {
        ReplayTimeline.printSeveral(output, names, List.of(rows), ansi);
        return written.toString().lines().toList();
    }

    @Test
    void drawsTheCourseOfOneEstimator() {
        assertThat(one(Ansi.OFF, new Row(8 * SECOND_NS, 250_000, List.of(SILENT)),
                new Row(16 * SECOND_NS, 1_000_000, List.of(new Outcome(500_000, 500_000, NORMAL, 4))),
                new Row(24 * SECOND_NS, 500_000, List.of(new Outcome(750_000, 250_000, OVERUSING, 1_234))),
                new Row(24_500_000_000L, -1, List.of(new Outcome(700_000, 700_000, UNDERUSING, 0))))).containsExactly(
                        "Over time in kb/s: the bar is the estimate at the end of the row, | is incoming;",
                        "lowest is given where the estimate was lower than at both ends of the row.",
                        "until s  incoming  estimate  lowest  usage   REMBs",
                        "  8.000       250         -          normal      0        |",
                        " 16.000     1,000       500          normal      4  ==============             |",
                        " 24.000       500       750     250  over    1,234  =============|=======",
                        " 24.500         -       700          under       0  ====================");
    }

    @Test
    void putsTheEstimatesOfSeveralBesideEachOther() {
        assertThat(several(Ansi.OFF, List.of("a", "longer", "bad"),
                new Row(8 * SECOND_NS, 250_000, List.of(SILENT, new Outcome(1_250_000, 1, OVERUSING, 1), FAILED)),
                new Row(16 * SECOND_NS, -1, List.of(new Outcome(5_000, 1, UNDERUSING, 1), SILENT, FAILED))))
                .containsExactly("Over time in kb/s, estimates at the end of the row; * is over-use meanwhile.",
                        "until s  incoming  a  longer     bad", "  8.000       250  -   1,250* failed",
                        " 16.000         -  5       -  failed");
    }

    @Test
    void fitsIntoEightyColumnsWhateverTheNumbers() {
        Row low = new Row(35_999 * SECOND_NS, 0, Collections.nCopies(BUILT_IN.size(),
                new Outcome(100_000_001_000L, 100_000_001_000L, NORMAL, 0)));
        assertThat(one(Ansi.OFF, low, HUGE)).hasSize(5).allSatisfy(ReplayTimelineTest::assertFits);
        assertThat(written.toString()).contains("36000.000  100,000,000  100,000,000  100,000  over    180,000  ===");
        written.getBuffer().setLength(0);
        assertThat(several(Ansi.OFF, BUILT_IN, low, HUGE)).hasSize(4).allSatisfy(ReplayTimelineTest::assertFits);
        assertThat(written.toString()).contains("  100,000,000*");
    }

    private static void assertFits(String line) {
        assertThat(line.length()).as(line).isLessThanOrEqualTo(80);
    }

    @Test
    void hasColoursOnlyWhereAllowed() {
        Row under = new Row(8 * SECOND_NS, 1, List.of(new Outcome(1_000, 1_000, UNDERUSING, 0)));
        Row over = new Row(16 * SECOND_NS, 1, List.of(new Outcome(1_000, 1_000, OVERUSING, 0)));
        String coloured = String.join("\n", one(Ansi.ON, under, over));
        assertThat(coloured).contains("\u001B[33munder ", "\u001B[31mover  ");
        written.getBuffer().setLength(0);
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(String.join("\n", one(Ansi.OFF, under, over))).doesNotContain("\u001B");
        written.getBuffer().setLength(0);
        assertThat(several(Ansi.ON, List.of("a"), under, over)).last().asString().contains("\u001B[31m1*");
        written.getBuffer().setLength(0);
        assertThat(several(Ansi.OFF, List.of("a"), under, over)).noneMatch(line -> line.contains("\u001B"));
    }
}
