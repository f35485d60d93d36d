package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import io.bwe.testkit.RecordingEstimator;
import java.time.Duration;
import java.util.Arrays;
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

    @Test
    void whenTcpLeavesItsPartIsToBeGot() {
        LabMetrics metrics = metrics(CapacitySchedule.constant(2_000_000), 900_000, MediaFlow.video("a").build(),
                TcpFlow.endless("t", TcpControl.CUBIC, Duration.ofSeconds(5), Duration.ofSeconds(20)));

        // 0.94 of 2 Mb/s on the wire, for the 20 s that are left and never enough.
        assertThat(metrics.recoveryS()).isEqualTo(20, within(0.11));
        assertThat(metrics.riseUse()).isEqualTo(0.47, within(0.03));
        // What media get once TCP has left is no share of theirs.
        assertThat(metrics.share()).isBetween(0.4, 0.52);
    }

    @Test
    void whatIsUsedAfterARiseEndsWithTheNextFall() {
        CapacitySchedule brief = CapacitySchedule.constant(1_000_000).then(Duration.ofSeconds(20), 2_000_000)
                .then(Duration.ofSeconds(22), 500_000).then(Duration.ofSeconds(30), 760_000);

        assertThat(metrics(brief, 900_000, MediaFlow.video("a").build()).riseUse())
                .isEqualTo((0.47 + 1) / 2, within(0.04));
    }

    @Test
    void aDipLastsUntilTheFlowSendsItsPartAgain() {
        CapacitySchedule capacity = CapacitySchedule.constant(1_000_000);
        LabMetrics brief = dip(capacity, 300_000, 20, 22);
        LabMetrics deep = dip(capacity, 300_000, 20, 25);
        LabMetrics shallow = dip(capacity, 830_000, 20, 25);
        LabMetrics two = dip(capacity, 300_000, 10, 15, 20, 25, 30, 32);

        assertThat(deep.longestDipS() - brief.longestDipS()).isEqualTo(3, within(0.31));
        // Up to a second until a higher REMB goes, and most of one until a second looks right.
        assertThat(deep.longestDipS()).isBetween(5.0, 6.8);
        assertThat(shallow.longestDipS()).isZero();
        assertThat(two.longestDipS()).isEqualTo(deep.longestDipS(), within(0.31));
    }

    @Test
    void whatIsBelowBeforeItConvergedOrAfterARiseIsNoDip() {
        assertThat(metrics(CapacitySchedule.constant(1_000_000), 300_000, MediaFlow.video("a").build()).longestDipS())
                .isNaN();
        assertThat(metrics(RISING, 900_000, MediaFlow.video("a").build()).longestDipS()).isZero();
        CapacitySchedule halved = CapacitySchedule.constant(1_000_000).then(Duration.ofSeconds(20), 500_000);
        assertThat(dip(halved, 460_000, 20, 40).longestDipS()).isZero();
        assertThat(dip(halved, 230_000, 20, 40).longestDipS()).isBetween(17.0, 20.0);
    }

    @Test
    void aRiseByLessThanHalfThatIsNotFollowedIsADip() {
        CapacitySchedule slightly = CapacitySchedule.constant(1_000_000).then(Duration.ofSeconds(20), 1_400_000);

        assertThat(metrics(slightly, 900_000, MediaFlow.video("a").build()).longestDipS()).isEqualTo(19, within(0.31));
    }

    /** A flow at 900 kb/s of payload, and at another rate from one second to another, maybe several times. */
    private static LabMetrics dip(CapacitySchedule capacity, long bps, int... spansS) {
        RecordingEstimator estimator = new RecordingEstimator();
        estimator.onEachPacket(packet -> {
            double nowS = packet.arrivalTimeNs() / 1e9;
            long begunOrOver = Arrays.stream(spansS).filter(second -> nowS >= second).count();
            estimator.says(begunOrOver % 2 == 1 ? bps : 900_000);
        });
        LinkSpec link = LinkSpec.builder().capacity(capacity).build();
        MediaFlow flow = MediaFlow.video("a").frames(30, 0).encoderLag(Duration.ZERO).build();
        return Lab.run(Scenario.of("test", "test", 40, link, flow), estimator.provider(), SenderKind.OBEYS, 1)
                .metrics();
    }
}
