package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.spi.EstimatorProvider;
import java.util.ArrayList;
import java.util.List;

/** That the same packets always give the same, whatever else there is; and what a provider is. */
final class RepeatabilityRules {
    private static final String UNKNOWN_OPTION = "an-option-that-nobody-has";
    private static final int WARM_UP_PACKETS = 20_000;
    private static final int COUNTED_PACKETS = 1_000;
    private static final int INSTANCES = 3;

    private final EstimatorSubject subject;

    RepeatabilityRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    private static void assertSame(List<EstimatorReading> expected, List<EstimatorReading> actual, String what) {
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                assertEquals(expected.get(i), actual.get(i), what + ", after packet " + (i + 1));
            }
        }
    }

    void samePacketsGiveTheSame() {
        PacketTrace trace = subject.trace();
        assertSame(trace.feed(subject.create(), EstimatorReading::of),
                trace.feed(subject.create(), EstimatorReading::of), "of two estimators the second");
    }

    void resetMakesNew() {
        for (EstimatorConfig config : List.of(EstimatorConfig.defaults(),
                EstimatorConfig.builder().startBps(800_000).build())) {
            PacketTrace trace = subject.trace();
            Estimator used = subject.create(config);
            trace.feed(used, estimator -> null);
            used.onRttUpdate(10_000_000, trace.packets().get(trace.packets().size() - 1).arrivalTimeNs());
            used.reset();
            Estimator fresh = subject.create(config);
            assertEquals(EstimatorReading.withoutDescription(fresh), EstimatorReading.withoutDescription(used),
                    "just after a reset");
            long laterNs = 100_000_000_000L;
            PacketTrace later = trace.with(packet -> packet.arrivalTimeNs(packet.arrivalTimeNs() + laterNs));
            assertSame(later.feed(fresh, EstimatorReading::of), later.feed(used, EstimatorReading::of),
                    "after a reset");
        }
    }

    void instancesAreIndependent() {
        List<List<EstimatorReading>> alone = new ArrayList<>();
        List<Estimator> together = new ArrayList<>();
        List<PacketTrace> traces = new ArrayList<>();
        for (int instance = 0; instance < INSTANCES; instance++) {
            long ssrc = instance;
            int size = 400 * (instance + 1);
            PacketTrace trace = subject.trace().with(packet -> packet.ssrc(packet.ssrc() + ssrc).payloadSize(size));
            traces.add(trace);
            alone.add(trace.feed(subject.create(), EstimatorReading::withoutDescription));
            together.add(subject.create());
        }
        for (int i = 0; i < alone.get(0).size(); i++) {
            for (int instance = 0; instance < INSTANCES; instance++) {
                TestPacket packet = traces.get(instance).packets().get(i);
                Estimator estimator = together.get(instance);
                estimator.onPacket(packet, packet.arrivalTimeNs());
                assertEquals(alone.get(instance).get(i), EstimatorReading.withoutDescription(estimator),
                        "one of " + INSTANCES + " estimators, after packet " + (i + 1));
            }
        }
    }

    void roundTripTimesThatAreNone() {
        PacketTrace trace = subject.trace();
        List<EstimatorReading> expected = trace.feed(subject.create(), EstimatorReading::withoutDescription);
        Estimator estimator = subject.create();
        long[] none = {0, -1, -1_000_000_000, Long.MIN_VALUE};
        List<TestPacket> packets = trace.packets();
        for (int i = 0; i < packets.size(); i++) {
            long nowNs = packets.get(i).arrivalTimeNs();
            estimator.onRttUpdate(none[i % none.length], nowNs);
            estimator.onPacket(packets.get(i), nowNs);
            EstimatorReading reading = EstimatorReading.withoutDescription(estimator);
            assertEquals(expected.get(i), reading, "told round-trip times of zero and less, after packet " + (i + 1));
        }
    }

    void describingChangesNothing() {
        PacketTrace trace = subject.trace();
        assertSame(trace.feed(subject.create(), EstimatorReading::withoutDescription),
                trace.feed(subject.create(), estimator -> {
                    EstimatorReading.of(estimator);
                    return EstimatorReading.withoutDescription(estimator);
                }), "described after each packet");
    }

    void sameNamesInTheSameOrder() {
        Names names = new Names();
        Estimator estimator = subject.create();
        subject.trace().feed(estimator, described -> {
            described.describe(names);
            names.endOfPacket();
            return null;
        });
    }

    void describedNumbersAreFinite() {
        Finite finite = new Finite();
        Estimator estimator = subject.create();
        subject.trace().feed(estimator, described -> {
            described.describe(finite);
            return null;
        });
        PacketTrain train = subject.train(estimator);
        train.pass(3_600_000_000_000L);
        for (long seed = 0; seed < 1_000; seed++) {
            HostileInputRules.anyPackets(train, 5, seed);
            estimator.describe(finite);
        }
    }

    void nothingIsAllocatedPerPacket() {
        PacketTrain train = subject.train();
        train.ordinary(WARM_UP_PACKETS);
        assertEquals(0, AllocationProbe.steadyBytesAllocatedBy(() -> train.ordinary(COUNTED_PACKETS)),
                "bytes allocated by " + COUNTED_PACKETS + " packets");
    }

    void nothingIsAllocatedToDescribe() {
        Estimator estimator = subject.create();
        PacketTrain train = subject.train(estimator);
        Nowhere sink = new Nowhere();
        Runnable described = () -> {
            for (int i = 0; i < COUNTED_PACKETS; i++) {
                estimator.describe(sink);
            }
        };
        train.ordinary(COUNTED_PACKETS);
        for (int i = 0; i < WARM_UP_PACKETS / COUNTED_PACKETS; i++) {
            described.run();
        }
        assertEquals(0, AllocationProbe.steadyBytesAllocatedBy(described),
                "bytes allocated by " + COUNTED_PACKETS + " descriptions");
    }

    void nameIsStable(EstimatorProvider other) {
        assertStableName(subject.provider().name(), subject.provider().name(), other.name());
    }

    /** The same for every kind of provider. */
    static void assertStableName(String name, String again, String ofAnother) {
        assertFalse(name.isBlank(), "the name is empty");
        assertEquals(name, again, "the name at the second call");
        assertEquals(name, ofAnother, "the name of another instance");
    }

    void unknownOptionsAreRefused() {
        EstimatorConfig config = EstimatorConfig.builder().option(UNKNOWN_OPTION, "1").build();
        assertNames(UNKNOWN_OPTION, assertThrows(IllegalArgumentException.class,
                () -> subject.create(config), "an unknown option"));
    }

    /** That a refusal says what it refuses. */
    static void assertNames(String option, IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(option), () -> "the refusal does not name the option: " + message);
    }

    /** Compares the names with those after the first packet. */
    private static final class Names implements DiagnosticSink {
        private List<String> first = List.of();
        private List<String> now = new ArrayList<>();

        @Override
        public void value(String name, long value) {
            now.add(name);
        }

        @Override
        public void value(String name, double value) {
            now.add(name);
        }

        @Override
        public void absent(String name) {
            now.add(name);
        }

        void endOfPacket() {
            if (first.isEmpty()) {
                first = now;
                assertEquals(first.stream().distinct().toList(), first, "a name is there twice");
            } else {
                assertEquals(first, now, "names");
            }
            now = new ArrayList<>();
        }
    }

    private static final class Nowhere implements DiagnosticSink {
        @Override
        public void value(String name, long value) {
            // Taken and forgotten.
        }

        @Override
        public void value(String name, double value) {
            // Taken and forgotten.
        }

        @Override
        public void absent(String name) {
            // Taken and forgotten.
        }
    }

    private static final class Finite implements DiagnosticSink {
        @Override
        public void value(String name, long value) {
            // Every whole number is one.
        }

        @Override
        public void value(String name, double value) {
            if (!Double.isFinite(value)) {
                throw new AssertionError(name + " is " + value);
            }
        }

        @Override
        public void absent(String name) {
            // Nothing is described.
        }
    }
}
