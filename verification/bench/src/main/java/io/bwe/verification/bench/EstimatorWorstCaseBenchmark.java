package io.bwe.verification.bench;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.testkit.TestPacket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a packet takes at worst: at the start of a call, less than a millisecond behind the packet before, as long as
 * there is no estimate. There the reference keeps all packets in a list that it goes through for each of them. Both
 * methods run the first 20,000 packets of a new call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EstimatorWorstCaseBenchmark {
    static final int PACKETS = 20_000;
    private static final long DENSE_INTERVAL_NS = 200_000;
    private static final long ORDINARY_INTERVAL_NS = 2_000_000;

    private final TestPacket packet = new TestPacket();
    private final Trace dense = Trace.paced(PACKETS, DENSE_INTERVAL_NS);
    private final Trace ordinary = Trace.paced(PACKETS, ORDINARY_INTERVAL_NS);
    private final Estimator estimator = Providers.estimators().get("delay-kalman").create(EstimatorConfig.defaults());

    /** For JMH. */
    public EstimatorWorstCaseBenchmark() {
    }

    /**
     * Packets 0.2 ms apart: there is no estimate for all that time.
     *
     * @return whether there is an estimate at the end
     */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public boolean denseBeforeTheFirstEstimate() {
        return call(dense);
    }

    /**
     * Packets 2 ms apart.
     *
     * @return whether there is an estimate at the end
     */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public boolean ordinary() {
        return call(ordinary);
    }

    private boolean call(Trace trace) {
        estimator.reset();
        for (int i = 0; i < trace.packets; i++) {
            packet.arrivalTimeNs(trace.arrivalNs[i]).absSendTime(trace.absSendTime[i]);
            estimator.onPacket(packet, trace.arrivalNs[i]);
        }
        return estimator.hasEstimate();
    }
}
