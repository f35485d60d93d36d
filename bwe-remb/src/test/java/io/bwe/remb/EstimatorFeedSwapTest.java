package io.bwe.remb;

import static io.bwe.remb.FeedFixture.IDLE_TIMEOUT_NS;
import static io.bwe.remb.FeedFixture.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.ShadowEstimator.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When one estimator takes over from another, and what holds until then and from then on. */
class EstimatorFeedSwapTest {
    private static final long SECOND = 1_000 * MS;
    private static final long OLD_BPS = 1_000_000;
    private static final long NEW_BPS = 700_000;

    private final RecordingEstimator first = new RecordingEstimator();
    private final RecordingEstimator second = new RecordingEstimator();
    private final RecordingEstimator third = new RecordingEstimator();
    private final FeedFixture fixture = new FeedFixture(first, Duration.ofSeconds(5));

    EstimatorFeedSwapTest() {
        first.bitrateBps = OLD_BPS;
        second.bitrateBps = NEW_BPS;
    }

    private static void failFrom(RecordingEstimator estimator) {
        estimator.onPacket = packet -> {
            throw new IllegalStateException("intended");
        };
    }

    @ParameterizedTest
    @CsvSource({"5000, 5000", "2200, 2200", "60000, 60000",
            // No less than it takes every live stream to show itself: strictly more than the idle time-out of 2 s.
            "0, 2100", "2000, 2100"})
    void takesOverInTheVeryTickInWhichItIsWarm(long warmUpMs, long expectedMs) {
        FeedFixture swapping = new FeedFixture(first, Duration.ofMillis(warmUpMs));
        swapping.step(0);
        EstimatorHandle next = swapping.start("second", second);
        next.takeOver();
        long start = 100 * MS;
        swapping.steps(start, start + expectedMs * MS, view -> {
            assertThat(view.estimateBps()).isEqualTo(OLD_BPS);
            assertThat(next.state()).isEqualTo(State.WARMING_UP);
        });
        assertThat(swapping.roles.driving().name()).isEqualTo("first");
        assertThat(swapping.statistics.estimatorSwaps()).isZero();
        assertThat(swapping.roles.shadows()).containsExactly(next);

        EstimateView view = swapping.step(start + expectedMs * MS);
        assertThat(next.state()).isEqualTo(State.DRIVING);
        assertThat(view.estimateBps()).isEqualTo(NEW_BPS);
        assertThat(next.estimate()).isSameAs(view);
        assertThat(swapping.roles.driving()).isSameAs(next);
        assertThat(swapping.statistics.estimatorSwaps()).isEqualTo(1);
        assertThat(swapping.roles.shadows()).isEmpty();
    }

    @Test
    void isNotWarmedByTimeWithoutPackets() {
        fixture.step(0);
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.step(100 * MS);
        fixture.tick(10 * SECOND);
        assertThat(next.state()).isEqualTo(State.WARMING_UP);
        fixture.step(10 * SECOND);
        assertThat(next.state()).isEqualTo(State.DRIVING);
    }

    @Test
    void everyLiveStreamIsKnownToTheOneThatTakesOver() {
        FeedFixture swapping = new FeedFixture(first, Duration.ZERO);
        swapping.packet(2, 100 * MS);
        swapping.start("second", second).takeOver();
        // With the same stamp as the last packet of stream 2, so that both are seen 2 s later, and not longer.
        swapping.steps(100 * MS, 100 * MS + IDLE_TIMEOUT_NS);
        assertThat(swapping.step(100 * MS + IDLE_TIMEOUT_NS).liveSsrcs()).containsExactly(1, 2);
        assertThat(swapping.roles.driving().name()).isEqualTo("first");
        assertThat(swapping.step(200 * MS + IDLE_TIMEOUT_NS).liveSsrcs()).containsExactly(1);
        assertThat(swapping.roles.driving().name()).isEqualTo("second");
    }

    @Test
    void nothingWithoutEvidenceIsToldHoweverLargeTheConfiguredStart() {
        fixture.step(0);
        second.packetsForEstimate = 80;
        second.bitrateBps = 50_000_000_000L;
        Shadow shadow = Shadow.create(second.provider("second"),
                EstimatorConfig.builder().startBps(50_000_000_000L).option("a", "b").build(), fixture.roles);
        assertThat(second.config.startBps()).isEmpty();
        assertThat(second.config.options()).containsEntry("a", "b");
        fixture.feed.startShadow(shadow);
        shadow.handle().takeOver();
        fixture.steps(100 * MS, 8 * SECOND, view -> assertThat(view.estimateBps()).isEqualTo(OLD_BPS));
        assertThat(shadow.handle().state()).isEqualTo(State.WARMING_UP);
        assertThat(shadow.handle().estimate().hasEstimate()).isFalse();
        assertThat(fixture.step(8 * SECOND).estimateBps()).isEqualTo(50_000_000_000L);
        assertThat(shadow.handle().state()).isEqualTo(State.DRIVING);
    }

    @Test
    void whereNothingIsLostAnEstimateIsEnough() {
        first.packetsForEstimate = Integer.MAX_VALUE;
        second.packetsForEstimate = 3;
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.steps(0, 200 * MS, view -> assertThat(view.hasEstimate()).isFalse());
        assertThat(next.state()).isEqualTo(State.WARMING_UP);
        assertThat(fixture.step(200 * MS).estimateBps()).isEqualTo(NEW_BPS);
        assertThat(next.state()).isEqualTo(State.DRIVING);
    }

    @Test
    void anEstimatorOutOfActionIsReplacedByTheFirstThatHasAnEstimate() {
        fixture.step(0);
        failFrom(first);
        fixture.steps(100 * MS, 1_100 * MS);
        assertThat(fixture.statistics.estimatorQuarantined()).isTrue();
        assertThat(fixture.tick(1_100 * MS)).isSameAs(EstimateView.NONE);
        fixture.start("second", second).takeOver();
        assertThat(fixture.step(1_200 * MS).estimateBps()).isEqualTo(NEW_BPS);
        assertThat(fixture.statistics.estimatorQuarantined()).isFalse();

        // Its throws are counted anew, from the first.
        failFrom(second);
        fixture.steps(1_300 * MS, 2_200 * MS);
        assertThat(fixture.statistics.estimatorErrors()).isEqualTo(19);
        assertThat(fixture.statistics.estimatorQuarantined()).isFalse();
        fixture.step(2_200 * MS);
        assertThat(fixture.statistics.estimatorQuarantined()).isTrue();
        assertThat(fixture.roles.driving().state()).isEqualTo(State.DRIVING);
        assertThat(fixture.roles.driving().estimate().hasEstimate()).isFalse();
        assertThat(fixture.statistics.shadowsDropped()).isZero();
    }

    @Test
    void theReplacedOneIsCalledNoMore() {
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.steps(0, 5_100 * MS);
        assertThat(next.state()).isEqualTo(State.DRIVING);
        int packets = first.seen.size();
        fixture.steps(5_100 * MS, 6 * SECOND);
        fixture.feed.onRtt(5, 6 * SECOND);
        fixture.feed.reset(6 * SECOND);
        assertThat(first.seen).hasSize(packets);
        assertThat(first.events).isEmpty();
        assertThat(second.events).containsExactly("rtt 5", "reset");
        assertThat(second.seen).as("each packet once").hasSize(packets + 9);
    }

    @Test
    void anOveruseThatTheNewOneHasToldAlreadyIsNotCountedAgain() {
        second.usage = BandwidthUsage.OVERUSING;
        EstimatorHandle shadow = fixture.start("second", second);
        shadow.takeOver();
        fixture.steps(0, 10_000 * MS);
        assertThat(shadow.state()).isEqualTo(State.DRIVING);
        assertThat(fixture.statistics.overuseDetections()).isZero();
        second.usage = BandwidthUsage.NORMAL;
        fixture.step(10_000 * MS);
        second.usage = BandwidthUsage.OVERUSING;
        fixture.step(10_100 * MS);
        assertThat(fixture.statistics.overuseDetections()).isEqualTo(1);
    }

    @Test
    void oneAfterTheOther() {
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.steps(0, 5_100 * MS);
        EstimatorHandle afterNext = fixture.start("first", third);
        afterNext.takeOver();
        assertThat(next.state()).isEqualTo(State.DRIVING);
        fixture.steps(5_100 * MS, 10_100 * MS);
        assertThat(next.state()).isEqualTo(State.DRIVING);
        EstimateView last = next.estimate();
        third.bitrateBps = 123_000;
        assertThat(fixture.step(10_100 * MS).estimateBps()).isEqualTo(123_000);
        assertThat(afterNext.state()).isEqualTo(State.DRIVING);
        assertThat(next.state()).isEqualTo(State.CLOSED);
        assertThat(next.estimate()).as("what it said last").isSameAs(last);
        assertThat(fixture.statistics.estimatorSwaps()).isEqualTo(2);
        assertThat(fixture.roles.driving()).isSameAs(afterNext);
    }

    @Test
    void theLastOneAskedTakesOverAndTheOthersStayShadows() {
        EstimatorHandle a = fixture.start("a", second);
        EstimatorHandle b = fixture.start("b", third);
        b.takeOver();
        a.takeOver();
        assertThat(b.state()).isEqualTo(State.RUNNING);
        assertThat(a.state()).isEqualTo(State.WARMING_UP);
        b.takeOver();
        assertThat(a.state()).isEqualTo(State.RUNNING);
        assertThat(b.state()).isEqualTo(State.WARMING_UP);
        fixture.steps(0, 6 * SECOND);
        assertThat(b.state()).isEqualTo(State.DRIVING);
        assertThat(a.state()).isEqualTo(State.RUNNING);
        assertThat(fixture.roles.shadows()).containsExactly(a);
        assertThat(second.seen).hasSize(60);
        a.takeOver();
        fixture.step(6 * SECOND);
        assertThat(a.state()).as("warm for long").isEqualTo(State.DRIVING);
    }

    @Test
    void askingTheOneThatDrivesLeavesItAtThat() {
        EstimatorHandle a = fixture.start("a", second);
        EstimatorHandle b = fixture.start("b", third);
        a.takeOver();
        fixture.steps(0, 5_100 * MS);
        assertThat(a.state()).isEqualTo(State.DRIVING);
        b.takeOver();
        a.takeOver();
        fixture.step(5_200 * MS);
        assertThat(a.state()).isEqualTo(State.DRIVING);
        assertThat(b.state()).isEqualTo(State.RUNNING);
        assertThat(fixture.statistics.estimatorSwaps()).isEqualTo(1);
    }

    @Test
    void oneThatThrowsWhileItWarmsUpChangesNothing() {
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.steps(0, 3 * SECOND);
        failFrom(second);
        fixture.steps(3 * SECOND, 10 * SECOND, view -> assertThat(view.estimateBps()).isEqualTo(OLD_BPS));
        assertThat(next.state()).isEqualTo(State.DROPPED);
        assertThat(fixture.roles.driving().name()).isEqualTo("first");
        assertThat(fixture.statistics.estimatorSwaps()).isZero();
        assertThat(fixture.statistics.shadowsDropped()).isEqualTo(1);
        assertThat(fixture.statistics.estimatorErrors()).isZero();
    }

    @Test
    void aResetStartsTheWarmUpAgain() {
        EstimatorHandle next = fixture.start("second", second);
        second.packetsForEstimate = 5;
        next.takeOver();
        fixture.steps(0, 4 * SECOND);
        fixture.feed.reset(4 * SECOND);
        assertThat(second.events).containsExactly("reset");
        fixture.step(4 * SECOND);
        assertThat(next.estimate().hasEstimate()).isFalse();
        fixture.steps(4_100 * MS, 9 * SECOND);
        assertThat(next.state()).isEqualTo(State.WARMING_UP);
        fixture.step(9 * SECOND);
        assertThat(next.state()).isEqualTo(State.DRIVING);
    }

    @Test
    void oneThatIsClosedInTimeDoesNotTakeOver() {
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.steps(0, 5 * SECOND);
        next.close();
        assertThat(next.state()).isEqualTo(State.CLOSED);
        fixture.steps(5 * SECOND, 6 * SECOND);
        assertThat(second.seen).as("none after it was closed").hasSize(50);
        next.takeOver();
        fixture.step(6 * SECOND);
        assertThat(next.state()).isEqualTo(State.CLOSED);
        assertThat(fixture.roles.driving().name()).isEqualTo("first");
    }

    @Test
    void askingOneThatIsOverDoesNotWithdrawAnother() {
        EstimatorHandle closed = fixture.start("closed", second);
        EstimatorHandle next = fixture.start("next", third);
        next.takeOver();
        closed.close();
        closed.takeOver();
        assertThat(next.state()).isEqualTo(State.WARMING_UP);
        fixture.steps(0, 5_100 * MS);
        assertThat(next.state()).isEqualTo(State.DRIVING);
    }

    @Test
    void theOneThatDrivesCannotBeClosed() {
        EstimatorHandle next = fixture.start("second", second);
        next.takeOver();
        fixture.steps(0, 5_100 * MS);
        next.close();
        assertThat(next.state()).isEqualTo(State.DRIVING);
        second.bitrateBps = 5_000;
        assertThat(fixture.step(5_100 * MS).estimateBps()).isEqualTo(5_000);
        assertThat(next.estimate().estimateBps()).isEqualTo(5_000);
    }

    @Test
    void noRembIsSkippedOrSentTooHigh() {
        RembThrottler throttler = new RembThrottler(Duration.ofSeconds(1), Duration.ofMillis(200));
        RembScheduler scheduler = new RembScheduler(1, throttler);
        long tickNs = 10 * MS;
        List<Long> sentNs = new ArrayList<>();
        List<Long> sentBps = new ArrayList<>();
        EstimatorHandle next = null;
        for (long nowNs = 0; nowNs < 20 * SECOND; nowNs += tickNs) {
            if (nowNs == 7_330 * MS) {
                next = fixture.start("second", second);
                next.takeOver();
            }
            if (nowNs % (20 * MS) == 0) {
                fixture.packet(1, nowNs);
            }
            RembScheduler.Due due = scheduler.poll(fixture.tick(nowNs), nowNs);
            if (due != null) {
                sentNs.add(nowNs);
                sentBps.add(due.packet().bitrateBps());
                assertThat(due.packet().bitrateBps() < OLD_BPS)
                        .isEqualTo(next != null && next.state() == State.DRIVING);
                assertThat(due.atOnce()).as("a fall by the swap").isEqualTo(nowNs == 12_340 * MS);
            }
        }
        // The first packet of the shadow came at 7.34 s.
        assertThat(sentNs).contains(12_000 * MS, 12_340 * MS, 13_340 * MS);
        for (int i = 1; i < sentNs.size(); i++) {
            assertThat(sentNs.get(i) - sentNs.get(i - 1)).isLessThanOrEqualTo(SECOND + tickNs);
        }
        assertThat(sentBps.getFirst()).isEqualTo(OLD_BPS);
        assertThat(sentBps.getLast()).isEqualTo(NEW_BPS);
    }

    @Test
    void aTickThatIsAheadOfThePacketsLetsAnEstimatorTakeOverAtTheTimeOfThePackets() {
        FeedFixture swapping = new FeedFixture(first, Duration.ofMillis(2_100));
        swapping.step(0);
        swapping.start("second", second).takeOver();
        for (long nowNs = 100 * MS; nowNs < 2_200 * MS; nowNs += 100 * MS) {
            swapping.packet(1, nowNs);
            swapping.feed.conclude(nowNs + 20 * MS);
        }
        swapping.packet(1, 2_200 * MS);
        swapping.feed.conclude(2_220 * MS);
        assertThat(swapping.roles.driving().name()).isEqualTo("second");
        swapping.packet(1, 2_205 * MS);
        assertThat(second.seen.get(second.seen.size() - 1).nowNs()).as("not that of the tick")
                .isEqualTo(2_205 * MS);
    }
}
