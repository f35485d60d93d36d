package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** FQ-CoDel against what RFC 8290 promises. */
class FqCoDelTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final long SECOND_NS = 1_000_000_000;

    private static LinkSpec link(long bps, QueueSpec queue) {
        return LinkSpec.builder().capacity(CapacitySchedule.constant(bps)).propagation(Duration.ofMillis(10))
                .queue(queue).build();
    }

    private static List<LabFlow> run(int seconds, LinkSpec link, FlowSpec... flows) {
        return Lab.run(Scenario.of("fq", "FQ", seconds, link, flows), new FixedEstimate(1), SenderKind.OBEYS, 1)
                .flows();
    }

    private static ConstantFlow constant(String name, long bps, int bytes) {
        return new ConstantFlow(name, Duration.ZERO, LONG, bps, bytes);
    }

    private static double meanWaitMs(LabFlow flow) {
        float[] waits = flow.log().waitsMs();
        return IntStream.range(0, waits.length).mapToDouble(i -> waits[i]).average().orElseThrow();
    }

    private static double longestWaitMs(LabFlow flow) {
        float[] waits = flow.log().waitsMs();
        return IntStream.range(0, waits.length).mapToDouble(i -> waits[i]).max().orElseThrow();
    }

    @Test
    void flowsShareByBytesWhateverTheirPackets() {
        List<LabFlow> flows = run(30, link(2_000_000, QueueSpec.fqCoDel()), constant("small", 3_000_000, 300),
                constant("large", 3_000_000, 1_500), constant("middle", 3_000_000, 700));

        for (LabFlow flow : flows) {
            assertThat(flow.receivedBps(5 * SECOND_NS, 30 * SECOND_NS)).as(flow.spec().name())
                    .isEqualTo(2_000_000 / 3.0, within(10_000.0));
        }
    }

    @Test
    void whoTakesLessThanItsPartLosesNothingAndHardlyWaits() {
        List<LabFlow> flows = run(30, link(2_000_000, QueueSpec.fqCoDel()), constant("modest", 500_000, 1_000),
                constant("greedy", 4_000_000, 1_000));

        assertThat(flows.get(0).log().packetsLost()).isZero();
        // A packet each 16 ms, new each time: it waits for that in transmission, which takes 4 ms, and at most for a turn.
        assertThat(longestWaitMs(flows.get(0))).isLessThan(13);
        assertThat(flows.get(1).receivedBps(5 * SECOND_NS, 30 * SECOND_NS)).isEqualTo(1_500_000, within(5_000.0));
    }

    @Test
    void whoHasJustBegunToSendComesBeforeAllOthers() {
        List<LabFlow> flows = run(30, link(2_000_000, QueueSpec.fqCoDel()), constant("a", 2_000_000, 1_500),
                constant("b", 2_000_000, 1_500), constant("c", 2_000_000, 1_500),
                new ConstantFlow("sparse", Duration.ofSeconds(1), LONG, 16_000, 100));

        // A turn of the others takes 18 ms, the packet in transmission 6.
        assertThat(longestWaitMs(flows.get(3))).isBetween(3.0, 6.1);
    }

    @Test
    void nobodyGetsMoreBySendingPacketsOneByOne() {
        ConstantFlow later = new ConstantFlow("one by one", Duration.ofSeconds(1), LONG, 1_600_000, 1_500);
        List<LabFlow> flows = run(30, link(2_000_000, QueueSpec.fqCoDel()), constant("greedy", 4_000_000, 300),
                later);

        assertThat(flows.get(1).receivedBps(5 * SECOND_NS, 30 * SECOND_NS)).isEqualTo(1_000_000, within(20_000.0));
    }

    @Test
    void twoTcpFlowsShareEquallyWhateverTheirRoundTrips() {
        TcpFlow near = TcpFlow.endless("near", TcpControl.CUBIC, Duration.ZERO, LONG);
        TcpFlow far = new TcpFlow("far", TcpControl.CUBIC, Duration.ZERO, LONG, Duration.ofMillis(60), 0, 0,
                Duration.ZERO);
        List<LabFlow> fair = run(120, link(8_000_000, QueueSpec.fqCoDel()), near, far);
        List<LabFlow> unfair = run(120, link(8_000_000, QueueSpec.coDel()), near, far);

        assertThat(ratio(fair)).isBetween(0.75, 1.1);
        assertThat(ratio(unfair)).isLessThan(0.6);
        assertThat(meanWaitMs(fair.get(0))).isLessThan(25);
    }

    private static double ratio(List<LabFlow> flows) {
        return flows.get(1).receivedBps(20 * SECOND_NS, 120 * SECOND_NS)
                / flows.get(0).receivedBps(20 * SECOND_NS, 120 * SECOND_NS);
    }

    @Test
    void aloneItIsCoDel() {
        TcpFlow tcp = TcpFlow.endless("tcp", TcpControl.CUBIC, Duration.ZERO, LONG);

        assertThat(run(60, link(4_000_000, QueueSpec.fqCoDel()), tcp).get(0).log().waitsMs())
                .isEqualTo(run(60, link(4_000_000, QueueSpec.coDel()), tcp).get(0).log().waitsMs());
    }

    @Test
    void whenThereIsNoRoomTheLongestQueueLosesItsHead() {
        FqCoDelQueue queue = new FqCoDelQueue();
        FlowLog much = new FlowLog(1);
        FlowLog little = new FlowLog(1);
        fill(queue, much, FqCoDelQueue.LIMIT_PACKETS);
        fill(queue, little, 1);

        assertThat(much.packetsLost()).isEqualTo(64);
        assertThat(little.packetsLost()).isZero();
    }

    private static void fill(FqCoDelQueue queue, FlowLog log, int packets) {
        LinkSpec link = LinkSpec.builder().build();
        Path path = new Path(new Agenda(), link, 0, log, new Random(1));
        for (int i = 0; i < packets; i++) {
            queue.offer(new WirePacket(path, 1_000, 0, () -> {
            }), 1_000);
        }
    }
}
