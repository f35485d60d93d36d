package io.bwe.testkit.lab;

import io.bwe.api.Estimator;
import io.bwe.testkit.TestPacket;

/**
 * An estimator and what an interceptor does around it: feeds it each packet, looks every 20 ms whether a REMB is due,
 * and sends a receiver report each second.
 */
final class MediaReceiver {
    private static final long TICK_NS = 20_000_000;
    private static final long REPORT_INTERVAL_NS = 1_000_000_000;
    /** IPv4, UDP and a REMB with one SSRC. */
    private static final int REMB_BYTES = 52;
    /** IPv4, UDP and a receiver report with one block. */
    private static final int REPORT_BYTES = 60;
    private static final int HALF_SEQUENCE = 0x8000;
    private static final int SEQUENCE_NUMBER_MASK = 0xFFFF;

    private final Agenda agenda;
    private final MediaSettings spec;
    private final Estimator estimator;
    private final RateControl sender;
    private final Route feedback;
    /** How long feedback takes, at first that of an empty path. */
    private long returnDelayNs;
    private final RembRule rembs = new RembRule();
    private final EstimateLog estimates;
    private boolean started;
    private long highest = -1;
    private long reportedHighest = -1;
    private long received;
    private long nextReportNs;
    private long lastDelayNs;

    MediaReceiver(Agenda agenda, MediaSettings spec, Estimator estimator, RateControl sender, Route feedback,
            long returnDelayNs, EstimateLog estimates) {
        this.agenda = agenda;
        this.spec = spec;
        this.estimator = estimator;
        this.sender = sender;
        this.feedback = feedback;
        this.returnDelayNs = returnDelayNs;
        this.estimates = estimates;
    }

    void onPacket(TestPacket packet, long sentNs) {
        long nowNs = agenda.nowNs();
        packet.arrivalTimeNs(nowNs);
        lastDelayNs = nowNs - sentNs;
        count(packet.sequenceNumber());
        estimator.onPacket(packet, nowNs);
        if (!started) {
            started = true;
            nextReportNs = nowNs + REPORT_INTERVAL_NS;
            tick();
        }
    }

    private void count(int sequenceNumber) {
        received++;
        if (highest < 0) {
            highest = sequenceNumber;
            reportedHighest = highest - 1;
            return;
        }
        int ahead = sequenceNumber - (int) highest & SEQUENCE_NUMBER_MASK;
        if (ahead < HALF_SEQUENCE) {
            highest += ahead;
        }
    }

    private void tick() {
        long nowNs = agenda.nowNs();
        estimator.onTime(nowNs);
        estimates.estimate(nowNs, estimator.hasEstimate() ? estimator.estimateBps() : 0);
        if (estimator.hasEstimate() && estimator.liveSsrcCount() > 0
                && rembs.offer(estimator.estimateBps(), nowNs)) {
            long bps = estimator.estimateBps();
            estimates.remb(nowNs, bps);
            feedback.send(REMB_BYTES, () -> {
                returnDelayNs = agenda.nowNs() - nowNs;
                sender.onRemb(bps, agenda.nowNs());
            });
        }
        if (nowNs >= nextReportNs) {
            nextReportNs += REPORT_INTERVAL_NS;
            report(nowNs);
        }
        if (nowNs < spec.endNs) {
            agenda.after(TICK_NS, this::tick);
        }
    }

    private void report(long nowNs) {
        long expected = highest - reportedHighest;
        long lost = expected - received;
        reportedHighest = highest;
        received = 0;
        feedback.send(REPORT_BYTES, () -> {
            returnDelayNs = agenda.nowNs() - nowNs;
            sender.onReport(lost, expected, agenda.nowNs());
        });
        if (spec.rttKnown) {
            estimator.onRttUpdate(lastDelayNs + returnDelayNs, nowNs);
        }
    }
}
