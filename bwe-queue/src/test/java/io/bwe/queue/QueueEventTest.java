package io.bwe.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bwe.queue.QueueEvent.Cause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueEventTest {
    private static final double BELIEF_BPS = 1_000_000;

    private final DelayWindow window = new DelayWindow();
    private final Belief belief = new Belief();
    private final TrainRates trains = new TrainRates();
    private final QueueReading queue = new QueueReading();
    private final Plateau plateau = new Plateau();
    private final QueueEvent event = new QueueEvent(belief, trains, plateau);
    private long nowUs;
    private boolean notOurs;

    @BeforeEach
    void start() {
        belief.set(BELIEF_BPS);
        packets(1_000_000, 0, 1_000);
    }

    /** Packets each 5 ms at a rate, behind a queue, and a step each 25 ms while there is an event. */
    private void packets(int bps, double queueMs, int ms) {
        for (int i = 1; i <= ms / 5; i++) {
            nowUs += 5_000;
            window.add(nowUs, queueMs, bps / 8 / 200);
            if (i % 5 == 0) {
                queue.read(window, nowUs, belief);
                if (!event.lasts() && queue.stands()) {
                    event.begin(queue, nowUs);
                }
                notOurs = event.lasts() && event.onStep(queue, window, nowUs) || notOurs;
            }
        }
    }

    private void train(double bps) {
        trains.addDispersed(bps, false, nowUs);
    }

    @Test
    void brakesToWhatIsDeliveredWhileTheCauseIsOpen() {
        packets(500_000, 60, 500);
        assertThat(event.cause()).isEqualTo(Cause.PENDING);
        assertThat(event.limitBps()).isCloseTo(500_000, within(30_000.0));
        assertThat(belief.bps()).as("untouched").isEqualTo(BELIEF_BPS);
        assertThat(belief.isStartup()).as("the link has been measured").isFalse();
    }

    @Test
    void ofOursAloneTheMeasuredRateIsTheCapacity() {
        packets(500_000, 60, 500);
        train(505_000);
        train(495_000);
        packets(500_000, 60, 400);
        assertThat(event.cause()).isEqualTo(Cause.SOLE);
        assertThat(belief.bps()).isCloseTo(500_000, within(20_000.0));
        assertThat(event.isShared(nowUs)).isFalse();
    }

    @Test
    void withOthersItYieldsByAFactorARound() {
        packets(500_000, 60, 500);
        train(1_000_000);
        train(1_010_000);
        packets(500_000, 60, 300);
        assertThat(event.cause()).isEqualTo(Cause.SHARED);
        assertThat(event.isShared(nowUs)).isTrue();
        assertThat(belief.bps()).as("not above what is delivered by much").isCloseTo(525_000, within(10_000.0));
        assertThat(event.limitBps()).isInfinite();
    }

    @Test
    void withoutTrainsItYieldsToo() {
        packets(900_000, 60, 1_000);
        assertThat(event.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(belief.bps()).isCloseTo(0.88 * BELIEF_BPS, within(1.0));
        packets(900_000, 60, 600);
        assertThat(belief.bps()).as("another round").isCloseTo(0.88 * 0.88 * BELIEF_BPS, within(1.0));
    }

    @Test
    void aQueueThatSurvivesFourRoundsIsNotOurs() {
        packets(900_000, 60, 4_000);
        assertThat(notOurs).isTrue();
        assertThat(event.lasts()).isFalse();
        assertThat(belief.toleratedMs()).isEqualTo(60);
        assertThat(belief.bps()).as("to yield was of no use").isEqualTo(BELIEF_BPS);
    }

    @Test
    void beyondWhatWasDeliveredNotMuchComesBackThen() {
        packets(500_000, 60, 4_000);
        assertThat(notOurs).isTrue();
        assertThat(belief.bps()).isCloseTo(1.2 * 500_000, within(30_000.0));
    }

    @Test
    void ofAQueueThatShrankFirstNotAllComesBack() {
        packets(900_000, 100, 2_500);
        packets(900_000, 48, 4_000);
        assertThat(notOurs).isTrue();
        assertThat(belief.bps()).isCloseTo(0.85 * BELIEF_BPS, within(1.0));
    }

    @Test
    void aQueueThatShrinksMeanwhileIsOurs() {
        packets(900_000, 100, 2_500);
        packets(900_000, 40, 1_500);
        assertThat(notOurs).isFalse();
        assertThat(event.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void aBriefQueueCostsFiveToFifteenPercent() {
        packets(1_000_000, 60, 350);
        packets(1_000_000, 0, 200);
        assertThat(event.lasts()).isFalse();
        assertThat(belief.bps()).isCloseTo(0.95 * BELIEF_BPS, within(1.0));
        packets(700_000, 0, 1_000);
        packets(700_000, 60, 350);
        packets(700_000, 0, 200);
        assertThat(belief.bps()).isCloseTo(0.85 * 0.95 * BELIEF_BPS, within(1.0));
    }

    @Test
    void whatWasYieldedToOthersComesBackWhenTheQueueIsDrained() {
        packets(900_000, 60, 2_000);
        assertThat(belief.bps()).isLessThan(0.8 * BELIEF_BPS);
        packets(900_000, 0, 200);
        assertThat(event.lasts()).isFalse();
        assertThat(belief.bps()).isCloseTo(0.85 * BELIEF_BPS, within(1.0));
    }

    @Test
    void remembersWhatTrainsSaidBefore() {
        train(1_200_000);
        packets(900_000, 60, 500);
        assertThat(event.trainBeforeBps()).isEqualTo(1_200_000);
        assertThat(trains.medianBps()).as("the link may be another").isEqualTo(TrainRates.NO_RATE);
    }

    @Test
    void remembersWhatWasDeliveredOnceTheQueueIsDrained() {
        packets(500_000, 60, 500);
        train(505_000);
        train(495_000);
        packets(500_000, 60, 400);
        assertThat(plateau.growth(500_000, 0.25)).as("not before").isEqualTo(0.25);
        packets(500_000, 0, 200);
        assertThat(plateau.growth(500_000, 0.25)).as("ours alone").isEqualTo(0.03);
        packets(1_000_000, 60, 1_000);
        packets(1_000_000, 0, 200);
        assertThat(plateau.growth(1_000_000, 0.25)).as("nobody knows whose").isEqualTo(0.05);
    }

    @Test
    void isUndoneIfThereWasNoQueue() {
        packets(900_000, 60, 1_000);
        assertThat(belief.bps()).isLessThan(BELIEF_BPS);
        event.cancel();
        assertThat(event.lasts()).isFalse();
        assertThat(belief.bps()).isEqualTo(BELIEF_BPS);
        belief.set(400_000);
        event.cancel();
        assertThat(belief.bps()).as("there was none").isEqualTo(400_000);
    }

    @Test
    void isOverWhenDelaysBeginAnew() {
        packets(900_000, 60, 500);
        event.abandon();
        assertThat(event.lasts()).isFalse();
        assertThat(event.cause()).isEqualTo(Cause.NONE);
    }

    @Test
    void ofAQueueOfUnknownCauseNoMoreThanWhatWasDeliveredComesBack() {
        packets(700_000, 60, 2_000);
        packets(700_000, 0, 200);
        assertThat(event.lasts()).isFalse();
        assertThat(belief.bps()).as("0.85 of the belief would be beyond the capacity").isCloseTo(700_000,
                within(20_000.0));
    }

    @Test
    void growthIsCautiousAfterOthersWereSeenOrMayHaveBeen() {
        packets(900_000, 60, 1_000);
        assertThat(event.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(event.cautiousUntilUs()).isEqualTo(nowUs + 3_000_000);
        assertThat(event.isShared(nowUs)).isFalse();
        train(1_100_000);
        train(1_100_000);
        packets(900_000, 60, 25);
        assertThat(event.cause()).isEqualTo(Cause.SHARED);
        assertThat(event.cautiousUntilUs()).isEqualTo(nowUs + 8_000_000);
    }

    @Test
    void trainsThatSayLessThanIsDeliveredAreWrong() {
        packets(500_000, 60, 500);
        train(440_000);
        train(440_000);
        packets(500_000, 60, 300);
        assertThat(event.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void ofShortTrainsItTakesFour() {
        packets(500_000, 60, 800);
        for (int i = 0; i < 4; i++) {
            assertThat(event.cause()).isNotEqualTo(Cause.SOLE);
            trains.addDispersed(495_000, true, nowUs);
            packets(500_000, 60, 50);
        }
        assertThat(event.cause()).isEqualTo(Cause.SOLE);
    }
}
