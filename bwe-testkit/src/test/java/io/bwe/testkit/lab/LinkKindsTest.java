package io.bwe.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bwe.testkit.CapacitySchedule;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Shaper, policer, grants and a path that changes, against what theory says of them. */
class LinkKindsTest {
    private static final double NS_PER_MS = 1e6;

    private static LinkSpec.Builder link(long bps) {
        return LinkSpec.builder().capacity(CapacitySchedule.constant(bps)).propagation(Duration.ZERO)
                .queue(QueueSpec.dropTail(Duration.ofSeconds(60)));
    }

    private static double ms(List<Long> arrivals, int index) {
        return arrivals.get(index) / NS_PER_MS;
    }

    @Test
    void aShaperLetsItsBurstGoAtLineRateAndTheRestAtItsRate() {
        LinkProbe probe = new LinkProbe(link(1_000_000).shaper(10_000, 100_000_000).build());
        List<Long> arrivals = probe.packets(100, 1_000, 1_000, 0);
        probe.run(10);

        // Ten packets of 80 us each on the line, then one each 8 ms.
        assertThat(ms(arrivals, 9) - 1_000).isEqualTo(10 * 0.08, within(0.001));
        assertThat(ms(arrivals, 99) - 1_000).isEqualTo(90 * 8 + 0.08, within(0.01));
    }

    @Test
    void aShapersBucketFillsAtItsRateAndNotBeyondItsBurst() {
        LinkProbe probe = new LinkProbe(link(1_000_000).shaper(10_000, 100_000_000).build());
        List<Long> empty = probe.packets(10, 1_000, 0, 0);
        List<Long> half = probe.packets(10, 1_000, 40, 0);
        List<Long> full = probe.packets(20, 1_000, 1_000, 0);
        probe.run(10);

        assertThat(empty).hasSize(10).allMatch(at -> at < NS_PER_MS);
        // Within 40 ms there came permits for five of ten.
        assertThat(half).filteredOn(at -> at < 41 * NS_PER_MS).hasSize(5);
        assertThat(full).filteredOn(at -> at < 1_001 * NS_PER_MS).hasSize(10);
    }

    @Test
    void aShaperFollowsItsCapacityAndFillsItsQueue() {
        CapacitySchedule halved = CapacitySchedule.constant(2_000_000).then(Duration.ofSeconds(20), 1_000_000);
        LinkSpec link = LinkSpec.builder().capacity(halved).shaper(4_000, 1_000_000_000)
                .queue(QueueSpec.dropTail(Duration.ofMillis(200))).build();
        LabFlow flow = Lab.run(Scenario.of("test", "test", 40, link,
                new ConstantFlow("c", Duration.ZERO, Duration.ofHours(1), 3_000_000, 1_000)), new FixedEstimate(1),
                SenderKind.OBEYS, 1).flows().get(0);

        assertThat(flow.receivedBps(5_000_000_000L, 20_000_000_000L)).isEqualTo(2_000_000, within(10_000.0));
        assertThat(flow.receivedBps(22_000_000_000L, 40_000_000_000L)).isEqualTo(1_000_000, within(10_000.0));
        assertThat(flow.longestWaitMs(30_000_000_000L)).isEqualTo(200, within(17.0));
    }

    @Test
    void aPacketLargerThanTheBurstStillLeaves() {
        LinkProbe probe = new LinkProbe(link(1_000_000).shaper(1_500, 100_000_000).build());
        List<Long> arrivals = probe.packets(3, 3_000, 0, 0);
        probe.run(10);

        assertThat(ms(arrivals, 2)).isEqualTo(48, within(0.5));
    }

    @Test
    void aPolicerDropsWhatExceedsItsBurstAndHoldsNothing() {
        LinkProbe probe = new LinkProbe(link(1_000_000).policer(10_000).build());
        List<Long> burst = probe.packets(30, 1_000, 0, 0);
        List<Long> steady = probe.packets(1_000, 1_000, 1_000, 4);
        probe.run(10);

        assertThat(burst).hasSize(10).allMatch(at -> at == 0);
        // Twice the rate: half of them, and the full bucket. None waits: all arrive when they are sent.
        assertThat(steady.size()).isCloseTo(500 + 10, within(2));
        assertThat(steady).allMatch(at -> (at / NS_PER_MS - 1_000) % 4 == 0);
    }

    @Test
    void grantsComeAtTheirTimesAndCarryTheCapacity() {
        LinkProbe probe = new LinkProbe(link(2_000_000).grants(Duration.ofMillis(8), 0.5).build());
        List<Long> arrivals = probe.packets(10_000, 1_000, 3, 0);
        probe.run(20);

        assertThat(arrivals).allMatch(at -> at % 8_000_000 == 0);
        // 2,500 grants of 2,000 bytes that scatter by half: their sum by a hundredth.
        assertThat(arrivals.size()).isCloseTo(5_000, within(100));
        // Up to four packets in a grant and what the one before had begun; some grants are too small for any.
        Map<Long, Long> grants = arrivals.stream().collect(Collectors.groupingBy(at -> at, Collectors.counting()));
        assertThat(Collections.max(grants.values())).isBetween(4L, 5L);
        assertThat(grants.size()).isBetween(2_000, 2_490);
    }

    @Test
    void aGrantThatIsTooSmallForAPacketIsNotLost() {
        LinkProbe probe = new LinkProbe(link(400_000).grants(Duration.ofMillis(8), 0).build());
        List<Long> arrivals = probe.packets(3, 1_000, 0, 0);
        List<Long> later = probe.packets(1, 1_000, 1_001, 0);
        probe.run(2);

        // 400 bytes a grant, and nothing is saved up while there is nothing to send.
        assertThat(arrivals).containsExactly(24_000_000L, 40_000_000L, 64_000_000L);
        assertThat(later).containsExactly(1_024_000_000L);
    }

    @Test
    void aPathThatChangesDelaysWhatIsSentFromThenOn() {
        LinkSpec link = link(1_000_000_000).propagation(Duration.ofMillis(50))
                .propagationFrom(Duration.ofSeconds(1), Duration.ofMillis(110))
                .propagationFrom(Duration.ofSeconds(2), Duration.ofMillis(50)).build();
        LinkProbe probe = new LinkProbe(link);
        List<Long> arrivals = probe.packets(300, 1_000, 0, 10);
        probe.run(4);

        assertThat(ms(arrivals, 99)).isEqualTo(990 + 50, within(0.1));
        assertThat(ms(arrivals, 100)).isEqualTo(1_000 + 110, within(0.1));
        assertThat(ms(arrivals, 199)).isEqualTo(1_990 + 110, within(0.1));
        // What was sent before arrives before: the first ones after the fall come together.
        assertThat(ms(arrivals, 200)).isEqualTo(1_990 + 110, within(0.1));
        assertThat(ms(arrivals, 206)).isEqualTo(2_060 + 50, within(0.1));
        assertThat(arrivals).isSorted();
    }

    @Test
    void theLastKindOfServiceCounts() {
        LinkProbe probe = new LinkProbe(link(1_000_000).policer(10_000).grants(Duration.ofMillis(8), 0)
                .aggregation(Duration.ZERO, Duration.ZERO).build());
        List<Long> arrivals = probe.packets(100, 1_000, 0, 0);
        probe.run(2);

        assertThat(arrivals).hasSize(100);
        assertThat(ms(arrivals, 99)).isEqualTo(800, within(0.1));
    }

    @Test
    void whatIsOutOfRangeIsRefusedWithTheRange() {
        assertThatThrownBy(() -> LinkSpec.builder().shaper(1_499, 1)).hasMessage(
                "burstBytes 1499 is out of range; allowed is 1500 to 1000000000");
        assertThatThrownBy(() -> LinkSpec.builder().shaper(1_500, 0)).hasMessageContaining("lineBps 0");
        assertThatThrownBy(() -> LinkSpec.builder().policer(0)).hasMessageContaining("burstBytes 0");
        assertThatThrownBy(() -> LinkSpec.builder().grants(Duration.ofMillis(8), 1.1)).hasMessage(
                "scatter 1.1 is out of range; allowed is 0.0 to 1.0");
        assertThatThrownBy(() -> LinkSpec.builder().propagationFrom(Duration.ofMillis(-1), Duration.ZERO))
                .hasMessageContaining("allowed is PT0S");
    }
}
