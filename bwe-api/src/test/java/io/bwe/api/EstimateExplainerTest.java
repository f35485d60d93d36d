package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bwe.api.Explanation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EstimateExplainerTest {
    private static final long MS = 1_000_000;
    private static final long START_MS = 5_000;

    private final ScriptedEstimator estimator = new ScriptedEstimator().hasLive(1);
    private final List<Explanation> explanations = new ArrayList<>();
    private final EstimateExplainer explainer = new EstimateExplainer(explanations::add);

    private void packet(long atMs) {
        packet(atMs, 0);
    }

    private void packet(long atMs, long queueMs) {
        explainer.onPacket(new SentPacket((START_MS + atMs - queueMs) * MS, (START_MS + atMs) * MS), estimator,
                (START_MS + atMs) * MS);
    }

    private void unstampedPacket(long atMs) {
        explainer.onPacket(new SentPacket(0, (START_MS + atMs) * MS, false), estimator, (START_MS + atMs) * MS);
    }

    /** Packets every 10 ms, the first at {@code fromMs}, the last before {@code toMs}. */
    private void packets(long fromMs, long toMs) {
        for (long ms = fromMs; ms < toMs; ms += 10) {
            packet(ms);
        }
    }

    private List<String> told() {
        List<String> told = explanations.stream().map(Explanation::toString).toList();
        explanations.clear();
        return told;
    }

    /** With an estimate, and told what is told at the start. */
    private void begin(long bps) {
        estimator.estimates(bps);
        packet(0);
        explanations.clear();
    }

    @Test
    void beginsWithWhereThingsStand() {
        packet(0);
        estimator.estimates(1_250_000);
        packet(2_500);
        estimator.estimates(2_000_000).describes("probe_bps", 2_100_000);
        packet(2_600);
        assertThat(told()).containsExactly("0.0 s: stream 1 is live, no estimate yet", "2.5 s: no packet for 2.5 s",
                "2.5 s: first estimate 1.25 Mb/s", "2.6 s: a probe at 2.10 Mb/s, 1.25 Mb/s -> 2.00 Mb/s");
    }

    @Test
    void whoJoinsARunningEstimatorIsToldNoBeginnings() {
        estimator.estimates(3_000_000).hasLive(1, 2, 3, 4, 5);
        packet(0);
        packet(200);
        assertThat(told()).containsExactly("0.0 s: 5 streams are live, the estimate is 3.00 Mb/s");
    }

    @Test
    void overuseIsToldWhenItBringsTheEstimateDown() {
        begin(1_250_000);
        packets(10, 1_000);
        estimator.describes("threshold", 14.2);
        for (long ms = 1_000; ms < 1_600; ms += 10) {
            packet(ms, (ms - 1_000) / 15);
        }
        // The sample that led to it has moved the threshold already.
        estimator.says(BandwidthUsage.OVERUSING).describes("threshold", 15.1);
        packet(1_600, 40);
        packet(1_610, 40);
        assertThat(told()).isEmpty();
        estimator.estimates(380_000);
        packet(1_620, 40);
        assertThat(explanations).extracting(Explanation::kind).containsExactly(Kind.OVERUSE);
        assertThat(told()).containsExactly(
                "1.6 s: over-use (queue delay +40 ms over 600 ms, threshold 14.2), 1.25 Mb/s -> 0.38 Mb/s");
    }

    @Test
    void furtherStepsAreToldAsOneWhenTheOveruseIsOver() {
        begin(1_000_000);
        estimator.says(BandwidthUsage.OVERUSING).estimates(900_000);
        packet(100);
        assertThat(told()).containsExactly("0.1 s: over-use (no queue delay), 1.00 Mb/s -> 0.90 Mb/s");
        estimator.estimates(800_000);
        packet(300);
        estimator.says(BandwidthUsage.NORMAL);
        packet(310);
        estimator.says(BandwidthUsage.OVERUSING).estimates(700_000);
        packet(500);
        estimator.says(BandwidthUsage.NORMAL);
        packets(510, 1_500);
        assertThat(told()).as("it may flutter for a second").isEmpty();
        packets(1_500, 1_600);
        assertThat(told()).as("dated when it was")
                .containsExactly(
                        "0.5 s: over-use ended after 400 ms (2 times), 0.90 Mb/s -> 0.70 Mb/s in 2 more steps");
    }

    @Test
    void overuseThatLeavesTheEstimateIsToldWhenItIsOver() {
        begin(1_000_000);
        estimator.says(BandwidthUsage.OVERUSING);
        packets(100, 200);
        estimator.says(BandwidthUsage.NORMAL);
        packets(200, 1_300);
        assertThat(told())
                .containsExactly("0.1 s: over-use (no queue delay) for 90 ms, the estimate stays at 1.00 Mb/s");
        estimator.says(BandwidthUsage.OVERUSING);
        packet(1_400);
        explainer.end();
        assertThat(told()).as("at the end")
                .containsExactly("1.4 s: over-use (no queue delay) for a moment, the estimate stays at 1.00 Mb/s");
    }

    @Test
    void anEstimateThatGrowsDuringOveruseDoesNotStay() {
        begin(1_000_000);
        for (int i = 0; i < 5; i++) {
            estimator.says(BandwidthUsage.OVERUSING);
            packet(100 + 500 * i);
            estimator.says(BandwidthUsage.NORMAL).estimates(1_000_000 + 20_000 * (i + 1));
            packet(110 + 500 * i);
        }
        estimator.estimates(1_099_000);
        packets(2_120, 3_300);
        assertThat(told()).containsExactly(
                "0.1 s: over-use (no queue delay) for 2.0 s (5 times), the estimate grew all the same, 1.00 Mb/s -> 1.08 Mb/s");
    }

    @Test
    void overuseBeforeAPauseIsToldBeforeIt() {
        begin(1_000_000);
        estimator.says(BandwidthUsage.OVERUSING);
        packet(100);
        estimator.says(BandwidthUsage.NORMAL);
        packet(200);
        packet(4_000);
        assertThat(told()).containsExactly(
                "0.1 s: over-use (no queue delay) for a moment, the estimate stays at 1.00 Mb/s",
                "4.0 s: no packet for 3.8 s");
    }

    @Test
    void overuseMayLeadToTheFirstEstimate() {
        packet(0);
        estimator.says(BandwidthUsage.OVERUSING);
        packet(10);
        estimator.says(BandwidthUsage.NORMAL);
        packets(20, 1_200);
        estimator.says(BandwidthUsage.OVERUSING).estimates(99_600).describes("threshold", 6);
        packet(1_300);
        assertThat(told()).containsExactly("0.0 s: stream 1 is live, no estimate yet",
                "0.0 s: over-use (no queue delay) for a moment, without an estimate",
                "1.3 s: first estimate 100 kb/s, from over-use (no queue delay, threshold 6.0)");
    }

    @Test
    void aDelayThatDoesNotGrowIsNoQueueThatGrows() {
        begin(1_000_000);
        for (long ms = 10; ms < 2_000; ms += 10) {
            packet(ms, 300);
        }
        estimator.says(BandwidthUsage.OVERUSING).estimates(800_000);
        packet(2_000, 300);
        assertThat(told())
                .containsExactly("2.0 s: over-use (packets 300 ms later than the fastest), 1.00 Mb/s -> 0.80 Mb/s");
    }

    @Test
    void aDelayOfLongAgoIsNoCause() {
        begin(1_000_000);
        packet(100, 50);
        for (long ms = 200; ms < 2_000; ms += 100) {
            unstampedPacket(ms);
        }
        estimator.says(BandwidthUsage.OVERUSING).estimates(800_000);
        unstampedPacket(2_000);
        assertThat(told()).containsExactly("2.0 s: over-use, 1.00 Mb/s -> 0.80 Mb/s");
    }

    @Test
    void growthIsToldWhenItHasComeToHalfAsMuchAndWhenItEnds() {
        begin(400_000);
        for (long ms = 10; ms <= 1_000; ms += 10) {
            estimator.estimates(400_000 + 250 * ms);
            packet(ms);
        }
        assertThat(told()).containsExactly("0.8 s: growth, 0.40 Mb/s -> 0.60 Mb/s in 800 ms");
        estimator.describes("link_cap_kbps", 700.0).estimates(700_000);
        packet(1_200);
        packets(1_300, 4_800);
        estimator.says(BandwidthUsage.OVERUSING).estimates(500_000);
        packet(4_800);
        assertThat(told()).containsExactly(
                "4.8 s: growth, 0.60 Mb/s -> 0.70 Mb/s in 4.0 s, slowly, since the link was full at about 0.70 Mb/s",
                "4.8 s: over-use (no queue delay), 0.70 Mb/s -> 0.50 Mb/s");
    }

    @Test
    void quickGrowthIsNotCalledSlow() {
        begin(400_000);
        estimator.describes("link_cap_kbps", 500.0);
        packet(1_000);
        estimator.estimates(620_000);
        packet(2_000);
        assertThat(told()).containsExactly("2.0 s: growth, 0.40 Mb/s -> 0.62 Mb/s in 2.0 s");
    }

    @Test
    void aFallWithoutOveruseIsToldOnceItIsATenth() {
        begin(1_000_000);
        estimator.estimates(950_000);
        packet(100);
        estimator.estimates(890_000);
        packet(200);
        assertThat(told()).containsExactly("0.2 s: fall without over-use, 1.00 Mb/s -> 0.89 Mb/s in 200 ms");
    }

    @Test
    void anEstimateThatDoesNotMoveIsExplainedOnce() {
        begin(1_000_000);
        estimator.receives(650_000);
        packets(10, 12_000);
        assertThat(told()).containsExactly(
                "5.0 s: the estimate has stayed at 1.00 Mb/s for 5.0 s, since only 0.65 Mb/s arrive");
        estimator.estimates(1_020_000).receives(1_000_000).says(BandwidthUsage.UNDERUSING);
        packets(12_000, 18_000);
        assertThat(told()).containsExactly(
                "17.0 s: the estimate has stayed at 1.02 Mb/s for 5.0 s, since the queue on the path drains");
        estimator.says(BandwidthUsage.NORMAL).estimates(1_600_000);
        packet(18_000);
        assertThat(told()).as("growth begins when it moves")
                .containsExactly("18.0 s: growth, 1.02 Mb/s -> 1.60 Mb/s in a moment");
    }

    @Test
    void anEstimateThatHasNoReasonToMoveIsNotExplained() {
        begin(1_000_000);
        estimator.receives(900_000);
        packets(10, 9_000);
        estimator.says(BandwidthUsage.UNDERUSING);
        packets(9_000, 9_100);
        assertThat(told()).as("nor by what held for a moment").isEmpty();
    }

    @Test
    void streamsThatComeAndGoAreNamedUnlessThereAreMany() {
        begin(1_000_000);
        estimator.hasLive(1, 7, 9);
        packet(10);
        packet(110);
        estimator.hasLive(1, 8, 9);
        packet(220);
        estimator.hasLive(10, 11, 12, 13, 14);
        packet(400);
        assertThat(told()).containsExactly("0.1 s: streams 7, 9 began",
                "0.2 s: stream 8 began; stream 7 ended: no packets for too long, or removed",
                "0.4 s: 5 streams began; streams 1, 8, 9 ended: no packets for too long, or removed");
    }

    @Test
    void aFloodOfStreamsIsLookedAtTenTimesASecond() {
        begin(1_000_000);
        for (int i = 0; i < 1_000; i++) {
            estimator.hasLive(LongStream.rangeClosed(1, i + 2).toArray());
            packet(i + 1);
        }
        assertThat(told()).hasSize(10).allMatch(line -> line.endsWith("streams began"));
    }

    @Test
    void aPauseIsToldAndWhatItDid() {
        begin(1_000_000);
        estimator.describes("streams_reset", 1);
        packet(3_500);
        packet(3_600);
        assertThat(told()).containsExactly(
                "3.5 s: no packet for 3.5 s; no stream was live, so the delay filter begins anew",
                "3.6 s: no stream was live, so the delay filter begins anew");
    }

    @Test
    void streamsThatEndWhileNothingComesAreToldThen() {
        begin(1_000_000);
        explainer.onTime(estimator, (START_MS + 2_000) * MS);
        estimator.hasLive();
        explainer.onTime(estimator, (START_MS + 2_100) * MS);
        explainer.onTime(estimator, (START_MS + 2_200) * MS);
        assertThat(told()).containsExactly("2.1 s: stream 1 ended: no packets for too long, or removed");
        estimator.hasLive(1);
        packet(3_000);
        assertThat(told()).containsExactly("3.0 s: no packet for 3.0 s", "3.0 s: stream 1 began");
    }

    @Test
    void aTakeOverIsToldAndItsEstimateIsNoGrowth() {
        begin(1_000_000);
        explainer.onTakeOver("delay-kalman", "delay-trendline", 3_000_000, (START_MS + 100) * MS);
        estimator.estimates(3_000_000);
        packet(200);
        packet(300);
        assertThat(told())
                .containsExactly("0.1 s: delay-trendline took over from delay-kalman, 1.00 Mb/s -> 3.00 Mb/s");
    }

    @Test
    void aResetIsToldAndIsNoPauseNorEndsOne() {
        begin(1_000_000);
        explainer.onReset((START_MS + 1_000) * MS);
        estimator.estimates(300_000).describes("streams_reset", 1);
        packet(4_000);
        estimator.describesNothing();
        packet(4_100);
        assertThat(told()).containsExactly("1.0 s: reset: the estimator has forgotten everything",
                "4.0 s: no packet for 4.0 s", "4.0 s: first estimate 0.30 Mb/s");
    }

    @Test
    void whatAListenerThrowsLosesThatLineAndNothingElse() {
        List<String> heard = new ArrayList<>();
        boolean[] fails = {false};
        EstimateExplainer fragile = new EstimateExplainer(explanation -> {
            if (fails[0]) {
                throw new IllegalStateException("for the test");
            }
            heard.add(explanation.text());
        });
        fragile.onPacket(new SentPacket(0, 0), estimator, 0);
        estimator.estimates(1_000_000);
        fails[0] = true;
        assertThatThrownBy(() -> fragile.onPacket(new SentPacket(MS, MS), estimator, MS))
                .isInstanceOf(IllegalStateException.class);
        fails[0] = false;
        fragile.onPacket(new SentPacket(2 * MS, 2 * MS), estimator, 2 * MS);
        estimator.says(BandwidthUsage.OVERUSING).estimates(800_000);
        fragile.onPacket(new SentPacket(3 * MS, 3 * MS), estimator, 3 * MS);
        assertThat(heard).containsExactly("stream 1 is live, no estimate yet",
                "over-use (no queue delay), 1.00 Mb/s -> 0.80 Mb/s");
    }
}
