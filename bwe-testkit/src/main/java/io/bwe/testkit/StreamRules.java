package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Which streams are live. */
final class StreamRules {
    private static final long HIGHEST_SSRC = 0xFFFF_FFFFL;
    private static final long SEED = 3;
    /** The least by which a time-out can be over. */
    private static final long MICROSECOND_NS = 1_000;
    private static final List<Duration> TIMEOUTS = List.of(EstimatorConfig.DEFAULT_IDLE_TIMEOUT, Duration.ofMillis(100),
            Duration.ofHours(1));

    private final EstimatorSubject subject;

    StreamRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    private static void assertLive(String when, Estimator estimator, Long... ssrcs) {
        assertEquals(List.of(ssrcs), EstimatorReading.liveSsrcs(estimator), "live streams " + when);
    }

    private static void packet(PacketTrain train, long ssrc) {
        train.fresh().ssrc(ssrc);
        train.feed();
    }

    void ascendingOrder() {
        Estimator estimator = subject.create();
        PacketTrain train = subject.train(estimator);
        List<Long> ssrcs = new ArrayList<>(
                List.of(0x8000_0000L, HIGHEST_SSRC, 0L, 0x7FFF_FFFFL, 1L, 0xFFFF_FFFEL, 1L, 0L));
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            ssrcs.add(random.nextLong(HIGHEST_SSRC + 1));
        }
        TreeSet<Long> live = new TreeSet<>();
        for (long ssrc : ssrcs) {
            train.pass(PacketTrain.NS_PER_MS);
            packet(train, ssrc);
            live.add(ssrc);
            assertEquals(List.copyOf(live), EstimatorReading.liveSsrcs(estimator), "live streams after one of " + ssrc);
        }
    }

    void indicesInRangeOnly() {
        Estimator estimator = subject.create();
        assertThrows(IndexOutOfBoundsException.class, () -> estimator.liveSsrc(0), "no stream is live");
        subject.train(estimator).ordinary(1);
        assertThrows(IndexOutOfBoundsException.class, () -> estimator.liveSsrc(1), "one stream is live");
        assertThrows(IndexOutOfBoundsException.class, () -> estimator.liveSsrc(-1), "an index below zero");
    }

    void removedStreamsLeaveAtOnce() {
        Estimator estimator = subject.create();
        PacketTrain train = subject.train(estimator);
        packet(train, 1);
        packet(train, HIGHEST_SSRC);
        packet(train, 5);
        estimator.removeStream(HIGHEST_SSRC, train.nowNs);
        assertLive("when one of three was removed", estimator, 1L, 5L);
        estimator.removeStream(1, train.nowNs);
        estimator.removeStream(5, train.nowNs);
        assertLive("when all were removed", estimator);
        train.pass(PacketTrain.INTERVAL_NS);
        packet(train, 5);
        assertLive("when one came back", estimator, 5L);
    }

    void unknownStreamsAreIgnored() {
        PacketTrace trace = subject.trace();
        List<EstimatorReading> expected = trace.feed(subject.create(), EstimatorReading::withoutDescription);
        Estimator estimator = subject.create();
        List<TestPacket> packets = trace.packets();
        for (int i = 0; i < packets.size(); i++) {
            long nowNs = packets.get(i).arrivalTimeNs();
            boolean updated = estimator.onPacket(packets.get(i), nowNs);
            estimator.removeStream(1_000 + i % 7, nowNs);
            EstimatorReading reading = EstimatorReading.withoutDescription(estimator, updated);
            assertEquals(expected.get(i), reading, "when an unknown stream was removed, after packet " + (i + 1));
        }
    }

    void idleByTime() {
        for (Duration timeout : TIMEOUTS) {
            Estimator estimator = subject.create(EstimatorConfig.builder().idleTimeout(timeout).build());
            PacketTrain train = subject.train(estimator);
            packet(train, 1);
            train.pass(timeout.toNanos());
            estimator.onTime(train.nowNs);
            assertLive("after exactly the time-out of " + timeout, estimator, 1L);
            train.pass(MICROSECOND_NS);
            estimator.onTime(train.nowNs);
            assertLive("after more than the time-out of " + timeout, estimator);
        }
    }

    void idleByPackets() {
        for (Duration timeout : TIMEOUTS) {
            Estimator estimator = subject.create(EstimatorConfig.builder().idleTimeout(timeout).build());
            PacketTrain train = subject.train(estimator);
            packet(train, 1);
            train.pass(timeout.toNanos());
            packet(train, 2);
            assertLive("after exactly the time-out of " + timeout, estimator, 1L, 2L);
            train.pass(MICROSECOND_NS);
            packet(train, 2);
            assertLive("after more than the time-out of " + timeout, estimator, 2L);
        }
    }
}
