package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import java.util.ArrayList;
import java.util.List;

/** That the same packets always give the same, whatever else there is or was. */
final class RepeatabilityRules {
    private static final int INSTANCES = 3;

    private final EstimatorSubject subject;

    RepeatabilityRules(EstimatorSubject subject) {
        this.subject = subject;
    }

    /** That readings are the same after each packet. */
    static void assertSame(List<EstimatorReading> expected, List<EstimatorReading> actual, String what) {
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
            trace.feed(used, (estimator, updated) -> null);
            used.onRttUpdate(10_000_000, trace.packets().get(trace.packets().size() - 1).arrivalTimeNs());
            used.reset();
            Estimator fresh = subject.create(config);
            assertEquals(EstimatorReading.withoutDescription(fresh, false),
                    EstimatorReading.withoutDescription(used, false),
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
                boolean updated = estimator.onPacket(packet, packet.arrivalTimeNs());
                assertEquals(alone.get(instance).get(i), EstimatorReading.withoutDescription(estimator, updated),
                        "one of " + INSTANCES + " estimators, after packet " + (i + 1));
            }
        }
    }
}
