package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final Duration LONG = Duration.ofHours(1);

    private static LinkSpec.Builder link(long bps) {
        return LinkSpec.builder().capacity(CapacitySchedule.constant(bps));
    }

    private static LabResult run(int seconds, LinkSpec link, long estimateBps, FlowSpec... flows) {
        return Lab.run(Scenario.of("test", "test", seconds, link, flows), new FixedEstimate(estimateBps),
                SenderKind.OBEYS, 1);
    }

    private static MediaFlow.Builder steady() {
        return MediaFlow.video("a").encoderLag(Duration.ZERO).frames(30, 0);
    }

    @Test
    void theQueueGrowsByWhatIsTooMuch() {
        LinkSpec link = link(1_000_000).queue(QueueSpec.dropTail(Duration.ofSeconds(100))).build();
        ConstantFlow flow = new ConstantFlow("c", Duration.ZERO, LONG, 1_200_000, 1_000);
        LabFlow log = run(20, link, 1, flow).flows().get(0);

        // After t seconds of sending 20 % too much, packets wait for 0.2 t. One that arrives at t was sent at t / 1.2.
        assertThat(log.longestWaitMs(10 * SECOND_NS)).isEqualTo(200 * 10 / 1.2, within(30.0));
        assertThat(log.receivedBps(5 * SECOND_NS, 15 * SECOND_NS)).isEqualTo(1_000_000, within(2_000.0));
    }

    @Test
    void aFullQueueDropsWhatIsTooMuch() {
        ConstantFlow flow = new ConstantFlow("c", Duration.ZERO, LONG, 2_000_000, 1_000);
        LabFlow byTime = run(20, link(1_000_000).queue(QueueSpec.dropTail(Duration.ofMillis(200))).build(), 1, flow)
                .flows().get(0);
        LabFlow byBytes = run(20, link(1_000_000).queue(QueueSpec.dropTailBytes(25_000)).build(), 1, flow).flows()
                .get(0);

        assertThat(byTime.longestWaitMs(10 * SECOND_NS)).isEqualTo(200, within(17.0));
        assertThat(byBytes.longestWaitMs(10 * SECOND_NS)).isEqualTo(200, within(17.0));
        assertThat(byTime.log().packetsLost() / (double) byTime.log().packetsSent()).isEqualTo(0.5, within(0.02));
    }

    @Test
    void wiFiServesInBurstsAndCarriesItsCapacity() {
        LinkSpec link = link(2_000_000).aggregation(Duration.ofMillis(20), Duration.ofMillis(5)).build();
        ConstantFlow flow = new ConstantFlow("c", Duration.ZERO, LONG, 4_000_000, 1_000);
        LabFlow log = run(120, link, 1, flow).flows().get(0);

        // The waits scatter, and the mean of 4,400 of them by 1.5 %.
        assertThat(log.receivedBps(10 * SECOND_NS, 120 * SECOND_NS)).isBetween(1_950_000.0, 2_050_000.0);
    }

    @Test
    void theSenderObeysWhatTheReceiverSays() {
        LabResult result = run(20, link(2_000_000).build(), 800_000, steady().build());
        LabFlow flow = result.flows().get(0);

        double wire = 800_000 * (1 + 48 / (800_000.0 / 30 / 8 / 3));
        assertThat(flow.receivedBps(5 * SECOND_NS, 20 * SECOND_NS)).isEqualTo(wire, within(0.01 * wire));
        assertThat(flow.estimateBps(10 * SECOND_NS)).isEqualTo(800_000);
        assertThat(result.metrics().rembsPerSecond()).isEqualTo(1, within(0.051));
        assertThat(result.metrics().loss()).isZero();
    }

    @Test
    void aRembThatIsLostIsNotHeard() {
        Scenario deaf = new Scenario("deaf", "no REMB arrives", Duration.ofSeconds(20), link(2_000_000).build(),
                link(1_000_000).queue(QueueSpec.dropTail(Duration.ZERO)).loss(0.99).build(),
                List.of(steady().build()));
        int heard = 0;
        for (int seed = 0; seed < 20; seed++) {
            LabResult result = Lab.run(deaf, new FixedEstimate(1_500_000), SenderKind.OBEYS, seed);
            heard += result.flows().get(0).receivedBps(15 * SECOND_NS, 20 * SECOND_NS) > 500_000 ? 1 : 0;
        }
        // About 17 REMBs each, of which one in a hundred arrives.
        assertThat(heard).isBetween(0, 10);
    }

    @Test
    void feedbackWaitsBehindWhatSendsTheOtherWay() {
        Scenario bothWays = new Scenario("both", "both ways", Duration.ofSeconds(20), link(3_000_000).build(),
                link(400_000).queue(QueueSpec.dropTail(Duration.ofSeconds(5))).build(),
                List.of(steady().build(), MediaFlow.video("b").sentBackward().rates(600_000, 600_000, 600_000)
                        .build()));
        LabResult result = Lab.run(bothWays, new FixedEstimate(2_000_000), SenderKind.OBEYS, 1);

        // The first REMB goes at once and needs 50 ms; nothing stands in its way. The estimate never changes.
        assertThat(result.flows().get(0).receivedBps(2 * SECOND_NS, 20 * SECOND_NS)).isGreaterThan(1_900_000);
        assertThat(result.flows().get(1).longestWaitMs(15 * SECOND_NS)).isGreaterThan(2_000);
    }

    @Test
    void aPauseIsAPauseAndALimitIsALimit() {
        LabFlow flow = run(40, link(2_000_000).build(), 1_000_000,
                steady().limitedTo(200_000, Duration.ofSeconds(10)).paused(Duration.ofSeconds(20),
                        Duration.ofSeconds(30)).build())
                .flows().get(0);

        assertThat(flow.sentBps(5 * SECOND_NS, 10 * SECOND_NS)).isBetween(200_000.0, 220_000.0);
        assertThat(flow.sentBps(12 * SECOND_NS, 20 * SECOND_NS)).isGreaterThan(1_000_000);
        assertThat(flow.sentBps(21 * SECOND_NS, 30 * SECOND_NS)).isZero();
        assertThat(flow.sentBps(31 * SECOND_NS, 40 * SECOND_NS)).isGreaterThan(1_000_000);
    }

    @Test
    void keyFramesSaveWhatTheyTook() {
        LabFlow flow = run(60, link(5_000_000).build(), 1_000_000,
                steady().keyFrames(Duration.ofSeconds(3), 8).build()).flows().get(0);

        assertThat(flow.sentBps(6 * SECOND_NS, 60 * SECOND_NS)).isBetween(1_000_000.0, 1_080_000.0);
    }

    @Test
    void theEncoderLagsBehind() {
        LabFlow flow = run(20, link(5_000_000).build(), 2_000_000,
                steady().encoderLag(Duration.ofSeconds(2)).build()).flows().get(0);

        // After one lag two thirds of the way from 300 kb/s are done.
        assertThat(flow.sentBps(2 * SECOND_NS, 2_200_000_000L)).isEqualTo(1_420_000, within(130_000.0));
    }

    @Test
    void reorderedPacketsAreNoLosses() {
        LinkSpec link = link(2_000_000).reordering(0.05, Duration.ofMillis(30)).jitter(Duration.ofMillis(5)).build();
        LabResult result = Lab.run(Scenario.of("test", "test", 40, link, steady().build()),
                new FixedEstimate(1_000_000), SenderKind.CHROME_LIKE, 1);

        assertThat(result.metrics().loss()).isZero();
        // What is late by a report counts as lost there, but never so much that the sender gives way.
        assertThat(result.flows().get(0).sentBps(30 * SECOND_NS, 40 * SECOND_NS)).isGreaterThan(1_000_000);
    }

    @Test
    void sameSeedSameRun() {
        for (Scenario scenario : Scenarios.all()) {
            List<Object> once = trace(scenario, 7);
            assertThat(trace(scenario, 7)).as(scenario.name()).isEqualTo(once);
            assertThat(trace(scenario, 8)).as(scenario.name()).isNotEqualTo(once);
        }
    }

    private static List<Object> trace(Scenario scenario, long seed) {
        Scenario brief = new Scenario(scenario.name(), "brief", Duration.ofSeconds(15), scenario.forward(),
                scenario.backward(), scenario.flows());
        LabResult result = Lab.run(brief, new FixedEstimate(1_000_000), SenderKind.CHROME_LIKE, seed);
        List<Object> trace = new ArrayList<>();
        for (LabFlow flow : result.flows()) {
            for (long timeNs = 0; timeNs < 15 * SECOND_NS; timeNs += FlowLog.BIN_NS) {
                trace.add(flow.receivedBps(timeNs, timeNs + FlowLog.BIN_NS));
                trace.add(flow.longestWaitMs(timeNs));
                trace.add(flow.estimateBps(timeNs));
            }
            trace.add(flow.rembs());
        }
        // Audio of constant packets knows no chance at all.
        return scenario.name().equals("audio-only") ? List.of(trace, seed) : trace;
    }

    @Test
    void namesAreUnique() {
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates().allMatch(
                name -> name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    }

    @Test
    void whatIsOutOfRangeIsRefusedWithTheRange() {
        assertThatThrownBy(() -> LinkSpec.builder().loss(1)).hasMessage(
                "loss 1.0 is out of range; allowed is 0.0 to 0.99");
        assertThatThrownBy(() -> MediaFlow.video("a").rates(10, 5, 20)).hasMessage(
                "start 5 is out of range; allowed is 10 to 20");
        assertThatThrownBy(() -> QueueSpec.dropTail(Duration.ofSeconds(-1))).hasMessageContaining("allowed is PT0S");
    }
}
