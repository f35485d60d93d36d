package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bwe.api.DiagnosticSink;
import io.bwe.api.Estimator;

/** That an estimator leaves the garbage collector nothing to do. */
final class CostRules {
    private static final int WARM_UP_PACKETS = 20_000;
    private static final int COUNTED_PACKETS = 1_000;

    private final EstimatorSubject subject;

    CostRules(EstimatorSubject subject) {
        this.subject = subject;
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
}
