package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP against what theory says of it. */
class TcpTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final long SECOND_NS = 1_000_000_000;
    private static final FixedEstimate NONE = new FixedEstimate(1);

    private static TcpFlow tcp(String name, TcpControl control, int startS) {
        return TcpFlow.endless(name, control, Duration.ofSeconds(startS), LONG);
    }

    private static LinkSpec.Builder link(long bps, int delayMs) {
        return LinkSpec.builder().capacity(CapacitySchedule.constant(bps)).propagation(Duration.ofMillis(delayMs))
                .queue(QueueSpec.dropTailBytes(50_000));
    }

    private static LabResult run(int seconds, LinkSpec link, FlowSpec... flows) {
        return Lab.run(Scenario.of("tcp", "TCP", seconds, link, flows), NONE, SenderKind.OBEYS, 1);
    }

    private static double bps(LabResult result, int flow, int fromS, int toS) {
        return result.flows().get(flow).receivedBps(fromS * SECOND_NS, toS * SECOND_NS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0025, 0.01, 0.02})
    void renoGetsWhatTheFormulaOfMathisSays(double loss) {
        LinkSpec lossy = link(1_000_000_000, 50).loss(loss).build();
        double bps = bps(run(1_200, lossy, tcp("a", TcpControl.RENO, 0)), 0, 100, 1_200);

        double theory = 1.22 * TcpConnection.WIRE_BYTES * 8 / (0.1 * Math.sqrt(loss));
        assertThat(bps).isEqualTo(theory, within(0.15 * theory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RENO", "CUBIC"})
    void twoOfAKindShareEqually(TcpControl control) {
        LabResult result = run(600, link(10_000_000, 25).build(), tcp("a", control, 0), tcp("b", control, 10));

        double a = bps(result, 0, 100, 600);
        double b = bps(result, 1, 100, 600);
        assertThat(a + b).isGreaterThan(9_500_000);
        assertThat(Math.max(a, b) / Math.min(a, b)).isLessThan(1.35);
    }

    @Test
    void oneFillsTheLinkAndTheQueue() {
        LabResult result = run(60, link(4_000_000, 20).build(), tcp("a", TcpControl.RENO, 0));

        assertThat(bps(result, 0, 10, 60)).isGreaterThan(3_900_000);
        assertThat(result.flows().get(0).longestWaitMs(50 * SECOND_NS)).isBetween(40.0, 101.0);
    }

    @Test
    void onALongPathWithFewLossesCubicIsFasterThanReno() {
        LinkSpec far = link(1_000_000_000, 100).loss(0.0002).build();

        double reno = bps(run(600, far, tcp("a", TcpControl.RENO, 0)), 0, 50, 600);
        double cubic = bps(run(600, far, tcp("a", TcpControl.CUBIC, 0)), 0, 50, 600);
        assertThat(cubic).isGreaterThan(1.5 * reno);
    }

    @Test
    void behindCoDelTheQueueStaysNearItsTarget() {
        double dropTail = meanWaitMs(link(4_000_000, 20).queue(QueueSpec.dropTail(Duration.ofMillis(300))).build());
        double coDel = meanWaitMs(link(4_000_000, 20).queue(QueueSpec.coDel()).build());

        assertThat(dropTail).isGreaterThan(150);
        assertThat(coDel).isLessThan(25);
    }

    private static double meanWaitMs(LinkSpec link) {
        LabResult result = run(120, link, tcp("a", TcpControl.CUBIC, 0));
        assertThat(bps(result, 0, 20, 120)).isGreaterThan(3_500_000);
        double sum = 0;
        for (float waitMs : result.flows().get(0).log().waitsMs()) {
            sum += waitMs;
        }
        return sum / result.flows().get(0).log().waitsMs().length;
    }

    @Test
    void itComesBackAfterAFade() {
        CapacitySchedule faded = CapacitySchedule.constant(2_000_000).then(Duration.ofSeconds(20), 1)
                .then(Duration.ofSeconds(24), 2_000_000);
        LinkSpec link = LinkSpec.builder().capacity(faded).queue(QueueSpec.dropTailBytes(50_000)).build();

        assertThat(bps(run(60, link, tcp("a", TcpControl.RENO, 0)), 0, 40, 60)).isGreaterThan(1_800_000);
    }

    @Test
    void aLostTailIsSentAgainAfterATimeout() {
        TcpFlow tiny = new TcpFlow("a", TcpControl.RENO, Duration.ZERO, LONG, Duration.ZERO, 4_000, 4_000,
                Duration.ofMillis(10));

        // Three segments without anything behind them, of which every fifth is lost: only the timer finds that.
        double bps = bps(run(300, link(100_000_000, 10).loss(0.2).build(), tiny), 0, 200, 300);
        assertThat(bps).isGreaterThan(50_000);
    }

    @Test
    void shortTransfersCarryWhatTheyAreToCarry() {
        TcpFlow shortOnes = new TcpFlow("a", TcpControl.CUBIC, Duration.ZERO, LONG, Duration.ZERO, 40_000, 40_000,
                Duration.ofSeconds(4));
        double bps = bps(run(1_200, link(100_000_000, 10).build(), shortOnes), 0, 0, 1_200);

        // A transfer takes 40 to 60 ms, so that there is one every 4.05 s.
        double bytes = Math.ceil(40_000.0 / TcpConnection.SEGMENT_BYTES) * TcpConnection.WIRE_BYTES;
        assertThat(bps).isEqualTo(bytes * 8 / 4.05, within(0.15 * bytes * 8 / 4.05));
    }
}
