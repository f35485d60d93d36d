package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That scenarios are what their descriptions say, where that does not come from settings alone. */
class ScenariosTest {
    private static final long SECOND_NS = 1_000_000_000;

    private static LabResult run(String name, long estimateBps) {
        Scenario scenario = Scenarios.all().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
        return Lab.run(scenario, new FixedEstimate(estimateBps), SenderKind.OBEYS, 1);
    }

    private static LabFlow flow(LabResult result, String name) {
        return result.flows().stream().filter(it -> it.spec().name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"joining-tcp-100ms, 100", "joining-tcp-300ms, 300"})
    void whenMediaJoinTcpHasFilledTheQueue(String name, double queueMs) {
        LabResult result = run(name, 500_000);

        assertThat(flow(result, "tcp").longestWaitMs(10 * SECOND_NS - 1)).isGreaterThan(0.6 * queueMs);
        assertThat(flow(result, "a").sentBps(0, 10 * SECOND_NS)).isZero();
        assertThat(flow(result, "a").sentBps(10 * SECOND_NS, 11 * SECOND_NS)).isPositive();
    }

    @Test
    void tcpLeavesAFreeLink() {
        LabResult result = run("tcp-leaves", 500_000);

        assertThat(flow(result, "tcp").receivedBps(50 * SECOND_NS, 60 * SECOND_NS)).isGreaterThan(1_300_000);
        assertThat(flow(result, "tcp").receivedBps(61 * SECOND_NS, 100 * SECOND_NS)).isZero();
        assertThat(flow(result, "a").longestWaitMs(65 * SECOND_NS)).isLessThan(10);
    }

    @Test
    void besideTcpCoDelKeepsTheQueueShortAndFqCoDelThatOfMediaShorter() {
        LabMetrics coDel = run("codel-tcp", 1_000_000).metrics();
        LabMetrics fqCoDel = run("fq-codel-tcp", 1_000_000).metrics();

        assertThat(coDel.p95QueueMs()).isLessThan(35);
        assertThat(fqCoDel.p95QueueMs()).isLessThan(0.7 * coDel.p95QueueMs());
    }

    @Test
    void anOscillatingCapacityIsThreeQuartersOnAverage() {
        for (String name : new String[]{"oscillating", "oscillating-slow"}) {
            assertThat(run(name, 500_000).capacity().bits(0, 120 * SECOND_NS)).isEqualTo(1_500_000 * 120.0);
        }
    }

    @Test
    void descriptionsDiffer() {
        assertThat(Scenarios.all()).extracting(Scenario::description).doesNotHaveDuplicates().doesNotContain("");
    }
}
