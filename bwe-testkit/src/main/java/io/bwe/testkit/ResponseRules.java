package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

/** That an estimate follows the capacity of a link, within generous bounds. */
final class ResponseRules {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long HIGH_BPS = 2_500_000;
    private static final long LOW_BPS = 600_000;

    private final EstimatorSubject subject;

    ResponseRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    void fallsUnderOveruse() {
        long sentBps = 1_500_000;
        LinkModel link = LinkModel.builder().queueLimit(Duration.ofSeconds(30))
                .capacity(CapacitySchedule.constant(HIGH_BPS).then(Duration.ofSeconds(10), LOW_BPS)).build();
        EstimatorReceiver receiver = EstimatorReceiver.openLoop(subject.create());
        link.add(subject.video().startBps(sentBps).build(), receiver);
        link.run(Duration.ofSeconds(18));
        long saidBps = receiver.highestEstimateBps(15 * SECOND_NS, 18 * SECOND_NS);
        assertTrue(saidBps > 0 && saidBps < sentBps, () -> "an estimate of " + saidBps + " b/s, 5 to 8 s after "
                + sentBps + " b/s met a link of " + LOW_BPS + " b/s");
    }

    /** Runs a closed loop over a link whose capacity falls after 10 s and comes back after 30 s. */
    private EstimatorReceiver closedLoop(Duration until) {
        LinkModel link = LinkModel.builder().capacity(CapacitySchedule.constant(HIGH_BPS)
                .then(Duration.ofSeconds(10), LOW_BPS).then(Duration.ofSeconds(30), HIGH_BPS)).build();
        EstimatorReceiver receiver = EstimatorReceiver.closedLoop(subject.create());
        link.add(subject.video().build(), receiver);
        link.run(until);
        return receiver;
    }

    void comesDown() {
        EstimatorReceiver receiver = closedLoop(Duration.ofSeconds(30));
        long meanBps = receiver.meanEstimateBps(18 * SECOND_NS, 30 * SECOND_NS);
        assertTrue(meanBps <= LOW_BPS * 5 / 4,
                () -> "on average " + meanBps + " b/s, 8 to 20 s after the capacity fell to " + LOW_BPS + " b/s");
    }

    void doesNotStarve() {
        EstimatorReceiver receiver = closedLoop(Duration.ofSeconds(30));
        long meanBps = receiver.meanEstimateBps(18 * SECOND_NS, 30 * SECOND_NS);
        assertTrue(meanBps >= LOW_BPS / 2,
                () -> "on average " + meanBps + " b/s, 8 to 20 s after the capacity fell to " + LOW_BPS + " b/s");
    }

    void recovers() {
        EstimatorReceiver receiver = closedLoop(Duration.ofSeconds(60));
        long meanBps = receiver.meanEstimateBps(55 * SECOND_NS, 60 * SECOND_NS);
        assertTrue(meanBps >= LOW_BPS * 3 / 2,
                () -> "on average " + meanBps + " b/s, 25 to 30 s after the capacity rose to " + HIGH_BPS + " b/s");
    }
}
