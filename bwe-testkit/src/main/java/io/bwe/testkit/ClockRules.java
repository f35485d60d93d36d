package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.bwe.api.Estimator;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** That it is differences of times and numbers that count, never where a clock or a counter began. */
final class ClockRules {
    /** Two estimates are the same if they differ by no more; rounding of times may differ with the origin. */
    private static final double TOLERANCE = 0.1;
    private static final long SEED = 11;
    private static final long SECOND_NS = 1_000_000_000;
    /** How long estimates may differ with the origin: bins that are aligned to a clock fill up at other times. */
    private static final long MOMENT_NS = SECOND_NS;
    /** Where in the trace counters wrap: between over-use and recovery. */
    private static final long WRAP_AFTER_SECONDS = 13;
    private static final int WRAP_AFTER_PACKETS = 1_000;
    private static final long RTP_TICKS_PER_SECOND = 90_000;

    private final EstimatorSubject subject;

    ClockRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    private List<Long> estimates(PacketTrace trace) {
        return trace.feed(subject.create(), (estimator, updated) -> estimator.estimateBps());
    }

    private static void assertSame(List<Long> expected, List<Long> actual, String what) {
        for (int i = 0; i < expected.size(); i++) {
            if (differ(expected.get(i), actual.get(i))) {
                fail(what + ": estimate " + actual.get(i) + " b/s after packet " + (i + 1) + " and not "
                        + expected.get(i));
            }
        }
    }

    private static boolean differ(long expectedBps, long actualBps) {
        return Math.abs(actualBps - expectedBps) > TOLERANCE * expectedBps;
    }

    private static void assertSameButForAMoment(PacketTrace trace, List<Long> expected, List<Long> actual,
            String what) {
        boolean differed = false;
        long sinceNs = 0;
        for (int i = 0; i < expected.size(); i++) {
            long arrivalNs = trace.packets().get(i).arrivalTimeNs();
            boolean differs = differ(expected.get(i), actual.get(i));
            if (differs && !differed) {
                sinceNs = arrivalNs;
            }
            if (differs && arrivalNs - sinceNs > MOMENT_NS) {
                fail(what + ": estimate " + actual.get(i) + " b/s after packet " + (i + 1) + " and not "
                        + expected.get(i) + ", and it has differed for more than a second");
            }
            differed = differs;
        }
    }

    void sendTimeWraps() {
        PacketTrace trace = subject.trace();
        int offset = TestPacket.absSendTimeOf(-WRAP_AFTER_SECONDS * SECOND_NS);
        assertSame(estimates(trace),
                estimates(trace.with(packet -> packet.absSendTime() < 0
                        ? packet
                        : packet.absSendTime(packet.absSendTime() + offset & 0xFF_FFFF))),
                "send times wrap");
    }

    void rtpCountersWrap() {
        PacketTrace trace = subject.trace();
        assertSame(estimates(trace), estimates(trace.with(packet -> packet
                .rtpTimestamp(packet.rtpTimestamp() - WRAP_AFTER_SECONDS * RTP_TICKS_PER_SECOND & 0xFFFF_FFFFL)
                .sequenceNumber(packet.sequenceNumber() - WRAP_AFTER_PACKETS & 0xFFFF))),
                "RTP timestamps and sequence numbers wrap");
    }

    void originsOfClocks() {
        PacketTrace trace = subject.trace();
        List<Long> expected = estimates(trace);
        // Whole seconds, so that bins of any usual length are aligned to them as to zero.
        long lowestNs = Long.MIN_VALUE / SECOND_NS * SECOND_NS;
        long highestNs = (Long.MAX_VALUE - Duration.ofMinutes(2).toNanos()) / SECOND_NS * SECOND_NS;
        long[] originsNs = {lowestNs, -Duration.ofDays(365).toNanos(), -10 * SECOND_NS, 10 * SECOND_NS, highestNs};
        for (long originNs : originsNs) {
            List<Long> arrivals = trace.with(packet -> packet.arrivalTimeNs(packet.arrivalTimeNs() + originNs))
                    .feed(subject.create(), -originNs, (estimator, updated) -> estimator.estimateBps());
            assertSameButForAMoment(trace, expected, arrivals, "arrival times from " + originNs);
            List<Long> times = trace.feed(subject.create(), originNs, (estimator, updated) -> estimator.estimateBps());
            assertSameButForAMoment(trace, expected, times, "times from " + originNs);
        }
    }

    void timeWithoutPackets() {
        PacketTrace trace = subject.trace();
        List<String> expected = trace.feed(subject.create(), (estimator, updated) -> conclusion(estimator));
        Estimator estimator = subject.create();
        Random random = new Random(SEED);
        List<TestPacket> packets = trace.packets();
        for (int i = 0; i < packets.size(); i++) {
            long nowNs = packets.get(i).arrivalTimeNs();
            estimator.onPacket(packets.get(i), nowNs);
            assertEquals(expected.get(i), conclusion(estimator), "with calls of onTime, after packet " + (i + 1));
            long untilNs = i + 1 < packets.size() ? packets.get(i + 1).arrivalTimeNs() : nowNs;
            long timeNs = nowNs;
            for (int calls = random.nextInt(3); calls > 0; calls--) {
                timeNs += random.nextLong(untilNs - timeNs + 1);
                estimator.onTime(timeNs);
            }
        }
    }

    private static String conclusion(Estimator estimator) {
        return estimator.estimateBps() + " b/s, " + estimator.usage();
    }
}
