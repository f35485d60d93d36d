package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DemoReportTest {
    private static final long MS_NS = 1_000_000;

    private final DemoSchedule schedule = new DemoSchedule(10_000 * MS_NS, List.of(
            new DemoSchedule.Step(0, 0, 1_500_000), new DemoSchedule.Step(3_500 * MS_NS, 1_500_000, 800_000),
            new DemoSchedule.Step(6_000 * MS_NS, 800_000, 2_000_000)));
    private final DemoMeasurements measured = new DemoMeasurements(schedule.lengthNs());
    private final DemoReport report = new DemoReport(schedule, measured, List.of(), Ansi.OFF);

    private DemoResult result(long rembsSent) {
        return new DemoResult("delay-kalman", schedule, measured, List.of(), Optional.empty(), schedule.lengthNs(),
                rembsSent, List.of());
    }

    @Test
    void shouldPutASecondOnALineUnderTheHeader() {
        measured.onOffered(1_500 * MS_NS, 1_000, 42 * MS_NS, 1_550 * MS_NS);
        measured.onReceived(1_600 * MS_NS, 500);

        assertThat(report.header().get(1))
                .isEqualTo(" time capacity   sent   recv    est usage    queue  estimate = and capacity |");
        assertThat(report.line(2, DemoEstimates.of(750_000, BandwidthUsage.NORMAL)))
                .isEqualTo("   2s     1500      8      4    750 normal   42 ms  =========        |");
    }

    @Test
    void shouldSayThatThereIsNoEstimateYet() {
        assertThat(report.line(1, EstimateView.NONE))
                .isEqualTo("   1s     1500      0      0      - normal    0 ms                   |");
    }

    @Test
    void shouldShowOveruseThatIsOverAgain() {
        measured.onEstimate(1_300 * MS_NS, DemoEstimates.of(1, BandwidthUsage.OVERUSING));

        assertThat(report.line(2, DemoEstimates.of(1, BandwidthUsage.NORMAL))).contains(" over ");
        assertThat(report.line(3, DemoEstimates.of(1, BandwidthUsage.UNDERUSING))).contains(" under ");
    }

    @Test
    void shouldFitIntoEightyColumnsWhateverTheNumbers() {
        measured.onOffered(1_500 * MS_NS, 1_000_000, 999 * MS_NS, DemoLink.DROPPED);
        measured.onReceived(1_500 * MS_NS, 1_000_000);
        measured.onOffered(4_700 * MS_NS, 1_000_000, 800 * MS_NS, DemoLink.DROPPED);

        assertThat(report.summary(result(3_600))).anyMatch(line -> line.contains("below 300 ms after 1.3 s"))
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
        assertThat(report.header()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(report.line(2, DemoEstimates.of(100_000_000, BandwidthUsage.UNDERUSING)).length())
                .isLessThanOrEqualTo(80);
    }

    @Test
    void shouldUseColoursOnlyWhereAllowed() {
        DemoReport coloured = new DemoReport(schedule, measured, List.of(), Ansi.ON);

        assertThat(coloured.line(2, DemoEstimates.of(1, BandwidthUsage.OVERUSING))).contains("\u001B[31mover");
        assertThat(report.line(2, DemoEstimates.of(1, BandwidthUsage.OVERUSING))).doesNotContain("\u001B");
    }

    @Test
    void shouldSumUp() {
        for (int i = 0; i < 99; i++) {
            measured.onOffered(1_000 * MS_NS, 1_000, 10 * MS_NS, 1_100 * MS_NS);
        }
        measured.onOffered(3_950 * MS_NS, 1_000, 800 * MS_NS, DemoLink.DROPPED);
        measured.onRemb(1_000 * MS_NS, 1);

        List<String> summary = report.summary(result(2));

        assertThat(summary).containsExactly("utilisation  5 % of the link's capacity",
                "queue delay  p95 10 ms, highest 800 ms",
                "loss         1.0 % (1 of 100 packets dropped by the full queue)",
                "REMBs        2 sent, 1 received",
                "step down    at 3.5 s to 800 kb/s: queue up to 800 ms, below 300 ms after 0.5 s");
    }

    @Test
    void shouldShowTheShadowsInPlaceOfTheBar() {
        FixedShadow silent = new FixedShadow("silent");
        FixedShadow other = new FixedShadow("delay-kalman");
        DemoReport shadowed = new DemoReport(schedule, measured,
                List.of(new DemoShadow(silent), new DemoShadow(other)), Ansi.OFF);

        assertThat(shadowed.header().get(1))
                .isEqualTo(" time capacity   sent   recv    est usage    queue  silent  delay-kalman");
        other.say(1_500_000);
        assertThat(shadowed.line(1, EstimateView.NONE))
                .isEqualTo("   1s     1500      0      0      - normal    0 ms       -          1500");
        other.say(600_400);
        shadowed.line(2, EstimateView.NONE);
        other.say(800_000);
        shadowed.line(3, EstimateView.NONE);

        assertThat(shadowed.summary(result(0))).contains("shadow       silent: no estimate",
                "shadow       delay-kalman: 800 kb/s at the end, lowest 600, highest 1500");
    }

    @Test
    void shouldTellWhyAShadowWasDropped() {
        FixedShadow shadow = new FixedShadow("faulty");
        assertThat(new DemoShadow(shadow).failure()).isEmpty();
        shadow.drop(new IllegalStateException("broken"));

        assertThat(new DemoShadow(shadow).failure())
                .hasValue("shadow: faulty was dropped, since it threw java.lang.IllegalStateException: broken");
    }
}
