package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an estimator says of its internals. */
final class DescriptionRules {
    private final EstimatorSubject subject;

    DescriptionRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    void describingChangesNothing() {
        PacketTrace trace = subject.trace();
        RepeatabilityRules.assertSame(trace.feed(subject.create(), EstimatorReading::withoutDescription),
                trace.feed(subject.create(), (estimator, updated) -> {
                    EstimatorReading.of(estimator, updated);
                    return EstimatorReading.withoutDescription(estimator, updated);
                }), "described after each packet");
    }

    void sameNamesInTheSameOrder() {
        Names names = new Names();
        Estimator estimator = subject.create();
        subject.trace().feed(estimator, (described, updated) -> {
            described.describe(names);
            names.endOfPacket();
            return null;
        });
    }

    void describedNumbersAreFinite() {
        Finite finite = new Finite();
        Estimator estimator = subject.create();
        subject.trace().feed(estimator, (described, updated) -> {
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

    /** Compares the names with those after the first packet. */
    private static final class Names implements DiagnosticSink {
        private @Nullable List<String> first;
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
            if (first == null) {
                first = now;
                assertEquals(now.stream().distinct().toList(), now, "a name is there twice");
            } else {
                assertEquals(first, now, "names");
            }
            now = new ArrayList<>();
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
