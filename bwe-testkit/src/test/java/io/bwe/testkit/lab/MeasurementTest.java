package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final CapacitySchedule RISING = CapacitySchedule.constant(1_000_000)
            .then(Duration.ofSeconds(20), 2_000_000);

    private static LabMetrics metrics(CapacitySchedule capacity, long estimateBps, FlowSpec... flows) {
        LinkSpec link = LinkSpec.builder().capacity(capacity).build();
        return Lab.run(Scenario.of("test", "test", 40, link, flows), new FixedEstimate(estimateBps),
                SenderKind.OBEYS, 1).metrics();
    }

    @Test
    void whoStaysBelowNeverRecovers() {
        LabMetrics metrics = metrics(RISING, 900_000, MediaFlow.video("a").build());

        assertThat(metrics.convergenceS()).isLessThan(2);
        assertThat(metrics.recoveryS()).isEqualTo(20, within(0.11));
        assertThat(metrics.utilisation()).isEqualTo(940_000 / 1_500_000.0, within(0.02));
        assertThat(metrics.overshoot()).isLessThan(0.01);
        assertThat(metrics.fairness()).isNaN();
        assertThat(metrics.share()).isNaN();
    }

    @Test
    void whoSendsTooMuchOvershootsAndLoses() {
        LabMetrics metrics = metrics(RISING, 1_900_000, MediaFlow.video("a").build());

        // Twice what there is for 20 s of 40, where the whole is one and a half.
        assertThat(metrics.overshoot()).isEqualTo(1 / 3.0, within(0.06));
        assertThat(metrics.loss()).isEqualTo(0.25, within(0.04));
        assertThat(metrics.p95QueueMs()).isEqualTo(300, within(15.0));
        assertThat(metrics.recoveryS()).isLessThan(1.5);
    }

    @Test
    void thePartOfAFlowIsAnEqualShare() {
        MediaFlow.Builder flow = MediaFlow.video("a").rates(150_000, 900_000, 2_500_000);
        LabMetrics metrics = metrics(CapacitySchedule.constant(2_000_000), 900_000, flow.build(), flow.build());

        assertThat(metrics.convergenceS()).isLessThan(2);
        assertThat(metrics.fairness()).isGreaterThan(0.99);
    }

    @Test
    void unequalRatesAreUnfair() {
        MediaFlow half = MediaFlow.video("b").rates(400_000, 400_000, 400_000).build();
        LabMetrics metrics = metrics(CapacitySchedule.constant(5_000_000), 1_200_000, MediaFlow.video("a").build(),
                half);

        assertThat(metrics.fairness()).isEqualTo(1.6 * 1.6 / (2 * (1.44 + 0.16)), within(0.02));
    }

    @Test
    void whatMediaGetBesideTcpIsTheirShare() {
        LabMetrics metrics = metrics(CapacitySchedule.constant(4_000_000), 1_000_000,
                MediaFlow.video("a").rates(1_000_000, 1_000_000, 1_000_000).build(),
                TcpFlow.endless("t", TcpControl.RENO, Duration.ZERO, LONG));

        assertThat(metrics.share()).isEqualTo(0.26, within(0.04));
    }

    @Test
    void aResumedFlowHasToGetItsPartAgain() {
        LabMetrics metrics = metrics(CapacitySchedule.constant(2_000_000), 1_900_000,
                MediaFlow.video("a").paused(Duration.ofSeconds(10), Duration.ofSeconds(20)).build());

        assertThat(metrics.recoveryS()).isBetween(0.3, 2.0);
    }
}
