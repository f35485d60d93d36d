package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final double STEP_SECONDS = 0.025;
    private static final long STEP_US = 25_000;

    private final DelayWindow window = new DelayWindow();
    private final Belief belief = new Belief();
    private final TrainRates trains = new TrainRates();
    private final QueueReading queue = new QueueReading();
    private final Plateau plateau = new Plateau();
    private final QueueEvent event = new QueueEvent(belief, trains, plateau);
    private final Growth growth = new Growth(belief, trains, event, plateau);
    private long nowUs;

    @BeforeEach
    void start() {
        belief.set(1_000_000);
        growth.interrupt(0);
        growth.use(0);
    }

    /** Time passes with packets behind a queue; all that is believed arrives. */
    private void pass(double seconds, double queueMs) {
        pass(seconds, queueMs, Double.POSITIVE_INFINITY);
    }

    /** Time passes with packets behind a queue; what is believed arrives, but not more than some rate. */
    private void pass(double seconds, double queueMs, double mostBps) {
        for (double passed = 0; passed < seconds - STEP_SECONDS / 2; passed += STEP_SECONDS) {
            nowUs += STEP_US;
            for (int i = 0; i < 3; i++) {
                window.add(nowUs, queueMs, 1_000);
            }
            queue.read(window, nowUs, belief);
            growth.onStep(queue, Math.min(mostBps, belief.bps()), belief.bps(), nowUs, STEP_SECONDS);
        }
    }

    @Test
    void growsByHalfAgainAndMoreASecondAtTheStart() {
        pass(1, 0);
        assertThat(belief.bps()).isCloseTo(1e6 * Math.exp(1.5), within(2e5));
    }

    @Test
    void isSlowFirstAndThenFaster() {
        belief.endStartup();
        pass(1, 0);
        double first = belief.bps();
        assertThat(first).as("2 % and a bit").isBetween(1_020_000.0, 1_040_000.0);
        pass(2, 0);
        double second = belief.bps();
        assertThat(second).isLessThan(1.20 * first);
        pass(3, 0);
        assertThat(belief.bps()).as("up to 15 % a second").isBetween(1.3 * second, 1.6 * second);
    }

    @Test
    void isSlowAroundWhatWasDeliveredWhenAQueueStood() {
        belief.endStartup();
        plateau.set(1_000_000, true);
        pass(4, 0);
        assertThat(belief.bps()).as("2 and then 3 % a second").isBetween(1_110_000.0, 1_125_000.0);
        pass(4, 0);
        assertThat(belief.bps()).as("beyond it growth is fast").isGreaterThan(1_500_000.0);
    }

    @Test
    void besideOthersItAddsTheSameForAll() {
        belief.endStartup();
        belief.tolerate(50);
        pass(10, 50);
        assertThat(belief.bps()).isCloseTo(1_200_000, within(5_000.0));
    }

    @Test
    void whatIsNotUsedDoesNotGrowAndIsKept() {
        belief.endStartup();
        pass(10, 0, 300_000);
        assertThat(belief.bps()).isEqualTo(1_000_000);
    }

    @Test
    void besideOthersAnUnusedBeliefIsBroughtToWhatArrives() {
        belief.endStartup();
        belief.tolerate(50);
        pass(1, 50, 300_000);
        assertThat(belief.bps()).isEqualTo(1_000_000);
        pass(3, 50, 300_000);
        assertThat(belief.bps()).isBetween(330_000.0, 400_000.0);
    }

    @Test
    void shrinksWhileTheQueueIsNotLow() {
        belief.endStartup();
        pass(1, 24);
        assertThat(belief.bps()).isBetween(950_000.0, 990_000.0);
    }

    @Test
    void jumpsTowardsWhatTrainsAgreeOn() {
        belief.endStartup();
        pass(0.5, 0);
        for (int i = 0; i < 4; i++) {
            trains.addDispersed(4_000_000, false, nowUs);
        }
        double before = belief.bps();
        pass(0.2, 0);
        assertThat(belief.bps()).isBetween(1.5 * before, 1.6 * before);
        pass(0.7, 0);
        assertThat(belief.bps()).isBetween(3_400_000.0, 3_700_000.0);
    }

    @Test
    void doesNotJumpWhenTrainsDoNotAgree() {
        belief.endStartup();
        pass(0.5, 0);
        for (int i = 0; i < 4; i++) {
            trains.addDispersed(i % 2 == 0 ? 4_000_000 : 2_000_000, false, nowUs);
        }
        pass(0.2, 0);
        assertThat(belief.bps()).isLessThan(1_050_000);
    }

    @Test
    void othersQueueIsForgottenWhenItIsGone() {
        belief.tolerate(100);
        pass(2, 90);
        assertThat(belief.toleratedMs()).isEqualTo(100);
        pass(2, 30);
        assertThat(belief.toleratedMs()).as("shorter").isBetween(80.0, 85.0);
        pass(2, 0);
        assertThat(belief.toleratedMs()).as("gone").isLessThan(20);
    }

    @Test
    void atTheStartItGrowsToTwiceWhatArrives() {
        pass(4, 0, 1_000_000);
        assertThat(belief.bps()).isBetween(2_200_000.0, 2_300_000.0);
    }

    @Test
    void doesNotJumpAgainAfterAQueueWasTheConsequence() {
        belief.endStartup();
        pass(0.5, 0);
        for (int i = 0; i < 4; i++) {
            trains.addDispersed(4_000_000, false, nowUs);
        }
        pass(0.1, 0);
        double jumped = belief.bps();
        growth.onQueue(nowUs);
        pass(0.7, 0);
        assertThat(belief.bps()).isLessThan(1.2 * jumped);
        assertThat(trains.isDistrusted(nowUs)).isTrue();
    }

    @Test
    void aQueueWithoutAJumpBeforeItIsNoConsequence() {
        belief.endStartup();
        pass(0.5, 0);
        growth.onQueue(nowUs);
        assertThat(trains.isDistrusted(nowUs)).isFalse();
    }

    @Test
    void hardlyGrowsWhereShortTrainsSayWhatTheLinkCarries() {
        belief.endStartup();
        pass(0.5, 0);
        double before = belief.bps();
        for (int i = 0; i < 4; i++) {
            trains.addDispersed(1_000_000, true, nowUs);
        }
        pass(3, 0);
        assertThat(belief.bps()).isCloseTo(1.03 * before, within(3_000.0));
    }

}
