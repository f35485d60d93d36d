package io.bwe.verification.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.spi.EstimatorProvider;
import io.bwe.delay.DelayKalmanProvider;
import io.bwe.delay.DelayTrendlineProvider;
import io.bwe.queue.StandingQueueProvider;
import io.bwe.testkit.lab.LabMetrics;
import io.bwe.testkit.lab.LinkSpec;
import io.bwe.testkit.lab.MediaFlow;
import io.bwe.testkit.lab.QueueSpec;
import io.bwe.testkit.lab.Scenario;
import io.bwe.testkit.lab.Scenarios;
import io.bwe.testkit.lab.SenderKind;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The estimators beside the peer. */
class PeerTest {
    private final EstimatorProvider peer;

    PeerTest() throws ReflectiveOperationException {
        peer = new LibjitsiProvider();
    }

    private static double of(Course course, ToDoubleFunction<LabMetrics> figure) {
        return course.median(run -> figure.applyAsDouble(run.metrics()));
    }

    /** The peer follows the link: it is fed as it should be. */
    @Test
    void thePeerFollowsTheLink() {
        Course course = Course.of("drop-to-500k", peer, SenderKind.OBEYS);

        assertThat(course.estimateKbps(39)).isBetween(900.0, 1_600.0);
        assertThat(course.estimateKbps(60)).isBetween(300.0, 550.0);
    }

    @Test
    void inTheStepsOfTheCapacityDelayKalmanIsNoWorse() {
        Course ours = Course.of("rfc8867-variable-capacity", new DelayKalmanProvider(), SenderKind.CHROME_LIKE);
        Course theirs = Course.of("rfc8867-variable-capacity", peer, SenderKind.CHROME_LIKE);

        assertThat(of(ours, LabMetrics::utilisation)).isGreaterThan(of(theirs, LabMetrics::utilisation) - 0.03);
        assertThat(of(ours, LabMetrics::p95QueueMs)).isLessThan(of(theirs, LabMetrics::p95QueueMs) + 30);
    }

    /** After a second of fade the peer is where delay-kalman is after minutes: see docs/evaluation.md. */
    @Test
    void aFadeCostsThePeerLess() {
        LinkSpec fading = LinkSpec.builder().capacity(Course.steps(2_000, 30, 20, 31, 2_000))
                .queue(QueueSpec.dropTailBytes(250_000)).build();
        MediaFlow video = MediaFlow.video("a").build();
        Course ours = Course.of(90, fading, new DelayKalmanProvider(), video);
        Course theirs = Course.of(90, fading, peer, video);

        assertThat(theirs.estimateKbps(40)).isGreaterThan(5 * ours.estimateKbps(40));
    }

    /** Prints the table of docs/evaluation.md, as Markdown. */
    @Test
    void theTable() {
        List<EstimatorProvider> all = List.of(new DelayKalmanProvider(), new DelayTrendlineProvider(),
                new StandingQueueProvider(), peer);
        for (Scenario scenario : Scenarios.all()) {
            StringBuilder row = new StringBuilder("| " + scenario.name() + " |");
            for (EstimatorProvider provider : all) {
                Course course = Course.of(scenario, provider, SenderKind.CHROME_LIKE);
                double recoveryS = of(course, LabMetrics::recoveryS);
                row.append(String.format(Locale.ROOT, " %.0f, %.0f, %.1f, %s |",
                        100 * of(course, LabMetrics::utilisation), of(course, LabMetrics::p95QueueMs),
                        100 * of(course, LabMetrics::loss), Double.isNaN(recoveryS) ? "-" : Math.round(recoveryS)));
                assertThat(of(course, LabMetrics::utilisation)).as(scenario.name()).isBetween(0.05, 1.01);
            }
            System.out.println(row);
        }
    }
}
