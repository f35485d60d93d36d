package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import java.util.List;

/** What an estimator says, and when it says it. */
final class EvidenceRules {
    private static final long START_BPS = 700_000;
    private static final int PACKETS_TO_MEASURE_BY = 300;
    private static final long PACKETS_PER_SECOND = 1_000_000_000 / PacketTrain.INTERVAL_NS;
    private static final long TRAIN_BPS = TestPacket.DEFAULT_PAYLOAD_SIZE * 8 * PACKETS_PER_SECOND;
    private static final double MEASURING_TOLERANCE = 0.25;

    private final EstimatorSubject subject;

    EvidenceRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    void noEstimateBeforeEvidence() {
        Estimator estimator = subject.create();
        assertSaysNothing(estimator, "new");
        estimator.onTime(1_000_000_000L);
        estimator.onRttUpdate(50_000_000L, 2_000_000_000L);
        estimator.removeStream(1, 3_000_000_000L);
        assertSaysNothing(estimator, "without a packet");
    }

    private static void assertSaysNothing(Estimator estimator, String when) {
        assertFalse(estimator.hasEstimate(), "has an estimate, " + when);
        assertEquals(0, estimator.estimateBps(), "estimate, " + when);
        assertEquals(BandwidthUsage.NORMAL, estimator.usage(), "usage, " + when);
        assertEquals(List.of(), EstimatorReading.liveSsrcs(estimator), "live streams, " + when);
    }

    void zeroWhileThereIsNoEstimate() {
        Estimator estimator = subject.create();
        subject.trace().feed(estimator, (after, updated) -> {
            if (!after.hasEstimate()) {
                assertEquals(0, after.estimateBps(), "estimate while there is none");
            }
            return null;
        });
    }

    void startIsEvidence() {
        Estimator estimator = subject.create(EstimatorConfig.builder().startBps(START_BPS).build());
        assertTrue(estimator.hasEstimate(), "has an estimate, with a start");
        assertEquals(START_BPS, estimator.estimateBps(), "estimate before any packet, with a start");
        subject.trace().feed(estimator, (after, updated) -> {
            assertTrue(after.hasEstimate(), "has an estimate after a packet, with a start");
            return null;
        });
    }

    void updateMeansEstimate() {
        Estimator estimator = subject.create();
        int updates = 0;
        for (TestPacket packet : subject.trace().packets()) {
            boolean updated = estimator.onPacket(packet, packet.arrivalTimeNs());
            assertTrue(!updated || estimator.hasEstimate(), () -> "an update without an estimate, after " + packet);
            updates += updated ? 1 : 0;
        }
        assertTrue(updates > 0, "packets of the whole trace that led to an update");
    }

    void usageIsThere() {
        Estimator estimator = subject.create();
        assertNotNull(estimator.usage(), "usage, new");
        subject.trace().feed(estimator, (after, updated) -> {
            assertNotNull(after.usage(), "usage after a packet");
            return null;
        });
        estimator.reset();
        assertNotNull(estimator.usage(), "usage after a reset");
    }

    void measuresWhatArrives() {
        Estimator estimator = subject.create();
        assertEquals(-1, estimator.incomingBps(), "incoming rate before any packet");
        PacketTrain train = subject.train(estimator);
        for (int i = 0; i < PACKETS_TO_MEASURE_BY; i++) {
            train.ordinary(1);
            assertTrue(estimator.incomingBps() >= -1, () -> "incoming rate " + estimator.incomingBps());
        }
        assertEquals(TRAIN_BPS, estimator.incomingBps(), TRAIN_BPS * MEASURING_TOLERANCE, "incoming rate after 3 s");
    }
}
