package io.bwe.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.Explanation.Kind;
import java.util.ArrayList;
import java.util.List;
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
    void beginsWithTheFirstStreamAndTheFirstEstimate() {
        packet(0);
        estimator.estimates(1_250_000);
        packet(2_500);
        estimator.estimates(2_000_000).describes("probe_bps", 2_100_000);
        packet(2_600);
        assertThat(told()).containsExactly("0.0 s: stream 1 began", "2.5 s: no packet for 2.5 s",
                "2.5 s: first estimate 1.25 Mb/s", "2.6 s: a probe at 2.10 Mb/s, 1.25 Mb/s -> 2.00 Mb/s");
    }

    @Test
    void overuseIsToldWhenItBringsTheEstimateDown() {
        begin(1_250_000);
        packets(10, 1_000);
        for (long ms = 1_000; ms < 1_600; ms += 10) {
            packet(ms, (ms - 1_000) / 15);
        }
        estimator.says(BandwidthUsage.OVERUSING).describes("threshold", 14.2);
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
        assertThat(told()).containsExactly("0.1 s: over-use (queue delay 0 ms), 1.00 Mb/s -> 0.90 Mb/s");
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
        assertThat(told())
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
        assertThat(told()).containsExactly(
                "0.1 s: over-use (queue delay 0 ms) for 90 ms, the estimate stays at 1.00 Mb/s");
        estimator.says(BandwidthUsage.OVERUSING);
        packet(1_400);
        explainer.end();
        assertThat(told()).as("at the end").containsExactly(
                "1.4 s: over-use (queue delay 0 ms) for a moment, the estimate stays at 1.00 Mb/s");
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
        assertThat(told()).containsExactly("0.0 s: stream 1 began",
                "0.0 s: over-use (queue delay 0 ms) for a moment, without an estimate",
                "1.3 s: first estimate 100 kb/s, from over-use (queue delay 0 ms, threshold 6.0)");
    }

    @Test
    void growthIsToldWhenItHasComeToHalfAsMuchAndWhenItEnds() {
        begin(400_000);
        for (long ms = 0; ms <= 1_000; ms += 10) {
            estimator.estimates(400_000 + 250 * ms);
            packet(ms);
        }
        assertThat(told()).containsExactly("0.8 s: growth, 0.40 Mb/s -> 0.60 Mb/s in 800 ms");
        estimator.describes("link_cap_kbps", 700.0).estimates(700_000);
        packet(1_200);
        estimator.says(BandwidthUsage.OVERUSING).estimates(500_000);
        packet(1_300);
        assertThat(told()).containsExactly(
                "1.3 s: growth, 0.60 Mb/s -> 0.70 Mb/s in 500 ms, slowly, since the link was full at about 0.70 Mb/s",
                "1.3 s: over-use (queue delay 0 ms), 0.70 Mb/s -> 0.50 Mb/s");
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
    }

    @Test
    void anEstimateThatHasNoReasonToMoveIsNotExplained() {
        begin(1_000_000);
        estimator.receives(900_000);
        packets(10, 20_000);
        assertThat(told()).isEmpty();
    }

    @Test
    void streamsThatComeAndGoAreNamedUnlessThereAreMany() {
        begin(1_000_000);
        estimator.hasLive(1, 7, 9);
        packet(10);
        estimator.hasLive(1, 8, 9);
        packet(200);
        estimator.hasLive(10, 11, 12, 13, 14);
        packet(400);
        assertThat(told()).containsExactly("0.0 s: streams 7, 9 began",
                "0.2 s: stream 8 began; stream 7 ended: no packets for too long, or removed",
                "0.4 s: 5 streams began; streams 1, 8, 9 ended: no packets for too long, or removed");
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
        assertThat(explanations).isEmpty();
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
    void resetsAndTakeOversAreTold() {
        begin(1_000_000);
        explainer.onTakeOver("delay-kalman", "delay-trendline", (START_MS + 100) * MS);
        explainer.onReset((START_MS + 200) * MS);
        estimator.estimates(300_000);
        packet(300);
        assertThat(told()).containsExactly("0.1 s: delay-trendline took over from delay-kalman",
                "0.2 s: reset: the estimator has forgotten everything", "0.3 s: first estimate 0.30 Mb/s");
    }
}
