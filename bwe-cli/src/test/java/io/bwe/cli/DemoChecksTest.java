package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each test takes a run in which all is well and spoils one thing. */
class DemoChecksTest {
    private static final long MS_NS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS_NS;
    private static final long REMB_BPS = 800_000;
    private static final int SECONDS = 10;
    private static final long STEP_DOWN_NS = 3_500 * MS_NS;

    private final DemoSchedule schedule = new DemoSchedule(SECONDS * SECOND_NS, List.of(
            new DemoSchedule.Step(0, 0, 1_500_000), new DemoSchedule.Step(STEP_DOWN_NS, 1_500_000, 1_000_000)));
    private final DemoMeasurements measured = new DemoMeasurements(schedule.lengthNs());

    @Test
    void shouldPassARunInWhichAllIsWell() {
        estimate();
        rembs(0, SECONDS);
        send(0, SECONDS, REMB_BPS);

        assertPassed();
    }

    @Test
    void shouldMissTheEstimate() {
        rembs(0, SECONDS);
        send(0, SECONDS, REMB_BPS);

        assertFailed("estimate: the receiver had none in 10.0 s");
    }

    @Test
    void shouldMissRembs() {
        estimate();
        send(0, SECONDS, REMB_BPS);

        assertThat(new DemoChecks(schedule, measured).failures()).containsExactly(
                "REMBs: the sender decoded 0 in the 9.9 s since the first estimate; at least 8 expected",
                "REMBs: none decoded for 9.9 s from 0.1 s on; at most 1.5 s allowed",
                "rate: the sender decoded no REMB that it could have followed");
    }

    @Test
    void shouldMissASingleRemb() {
        estimate();
        rembs(0, 4);
        rembs(5, SECONDS);
        send(0, SECONDS, REMB_BPS);

        assertFailed("REMBs: none decoded for 2.0 s from 3.2 s on; at most 1.5 s allowed");
    }

    @Test
    void shouldMissRembsAtTheEnd() {
        estimate();
        rembs(0, 8);
        send(0, SECONDS, REMB_BPS);

        assertFailed("REMBs: none decoded for 2.8 s from 7.2 s on; at most 1.5 s allowed");
    }

    @Test
    void shouldNotAskForRembsBeforeThereIsAnEstimate() {
        measured.onEstimate(4_900 * MS_NS, anEstimate());
        rembs(5, SECONDS);
        send(0, SECONDS, REMB_BPS);

        assertPassed();
    }

    @Test
    void shouldRefuseASenderThatSendsTooLittle() {
        estimate();
        rembs(0, SECONDS);
        send(0, SECONDS, REMB_BPS * 8 / 10);

        assertFailed(
                "rate: within 15 % of what REMB allowed in 0 of 9 seconds; at least 8 expected");
    }

    @Test
    void shouldRefuseASecondFarAboveTheLimit() {
        estimate();
        rembs(0, SECONDS);
        send(0, 5, REMB_BPS);
        send(5, 6, REMB_BPS * 14 / 10);
        send(6, SECONDS, REMB_BPS);

        assertFailed("rate: above 125 % of what REMB allowed in 1 of 9 seconds, most in the one from 5.0 s on: 140 %");
    }

    @Test
    void shouldForgiveOneSecondBelowTheLimit() {
        estimate();
        rembs(0, SECONDS);
        send(0, 5, REMB_BPS);
        send(6, SECONDS, REMB_BPS);

        assertPassed();
    }

    @Test
    void shouldNotForgiveTwoOfNineSeconds() {
        estimate();
        rembs(0, SECONDS);
        send(0, 5, REMB_BPS);
        send(7, SECONDS, REMB_BPS);

        assertFailed("rate: within 15 % of what REMB allowed in 7 of 9 seconds; at least 8 expected");
    }

    @Test
    void shouldAllowForTheTimeAtWhichARembCame() {
        estimate();
        rembs(0, SECONDS);
        // Twice as much is allowed for the last fifth of a second.
        measured.onRemb(9_800 * MS_NS, 2 * REMB_BPS);
        send(0, 9, REMB_BPS);
        send(9, SECONDS, REMB_BPS * 12 / 10);

        assertPassed();
    }

    @Test
    void shouldHoldTheSenderToItsOwnHighestRate() {
        estimate();
        for (int second = 0; second < SECONDS; second++) {
            measured.onRemb(second * SECOND_NS + 200 * MS_NS, 10 * DemoSender.MAX_BPS);
        }
        send(0, SECONDS, DemoSender.MAX_BPS);

        assertPassed();
    }

    @Test
    void shouldLetAQueueGrowForThreeSeconds() {
        estimate();
        rembs(0, SECONDS);
        send(0, SECONDS, REMB_BPS);
        queue(STEP_DOWN_NS + 2_800 * MS_NS, 700);

        assertPassed();
    }

    @Test
    void shouldRefuseAQueueThatStands() {
        estimate();
        rembs(0, SECONDS);
        send(0, SECONDS, REMB_BPS);
        queue(STEP_DOWN_NS + 3_100 * MS_NS, 300);

        assertFailed("queue: 300 ms more than 3.0 s after the step down at 3.5 s; less than 300 ms expected");
    }

    @Test
    void shouldRefuseAQueueThatStandsAtTheEndOfAShortRun() {
        DemoSchedule brief = new DemoSchedule(3 * SECOND_NS, List.of(new DemoSchedule.Step(0, 0, 1_500_000),
                new DemoSchedule.Step(SECOND_NS, 1_500_000, 1_000_000)));
        DemoMeasurements few = new DemoMeasurements(brief.lengthNs());
        few.onEstimate(100 * MS_NS, anEstimate());
        few.onRemb(200 * MS_NS, REMB_BPS);
        few.onRemb(1_200 * MS_NS, REMB_BPS);
        few.onRemb(2_200 * MS_NS, REMB_BPS);
        for (long atNs = 0; atNs < 3 * SECOND_NS; atNs += 10 * MS_NS) {
            few.onOffered(atNs, (int) (REMB_BPS / 800), atNs >= 2_900 * MS_NS ? 450 * MS_NS : 0, atNs);
        }

        assertThat(new DemoChecks(brief, few).failures()).containsExactly(
                "queue: 450 ms more than 1.8 s after the step down at 1.0 s; less than 300 ms expected");
    }

    private void estimate() {
        measured.onEstimate(100 * MS_NS, anEstimate());
    }

    private static EstimateView anEstimate() {
        return DemoEstimates.of(REMB_BPS, BandwidthUsage.NORMAL);
    }

    private void rembs(int fromSecond, int toSecond) {
        for (int second = fromSecond; second < toSecond; second++) {
            measured.onRemb(second * SECOND_NS + 200 * MS_NS, REMB_BPS);
        }
    }

    private void send(int fromSecond, int toSecond, long bps) {
        for (long atNs = fromSecond * SECOND_NS; atNs < toSecond * SECOND_NS; atNs += 10 * MS_NS) {
            measured.onOffered(atNs, (int) (bps / 800), 0, atNs);
        }
    }

    private void queue(long atNs, long delayMs) {
        measured.onOffered(atNs, 0, delayMs * MS_NS, atNs);
    }

    private void assertPassed() {
        assertThat(new DemoChecks(schedule, measured).failures()).isEmpty();
    }

    private void assertFailed(String failure) {
        assertThat(new DemoChecks(schedule, measured).failures()).containsExactly(failure);
    }
}
