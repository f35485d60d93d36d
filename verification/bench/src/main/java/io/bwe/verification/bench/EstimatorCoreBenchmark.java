package io.bwe.verification.bench;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.testkit.TestPacket;
import java.util.concurrent.TimeUnit;
import org.jitsi.service.neomedia.rtp.RemoteBitrateEstimator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an estimator takes for a packet, beside the peer, all from the same arrays. {@code -p trace=FILE} takes another
 * packet trace.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EstimatorCoreBenchmark {
    @Param({Trace.VIDEO, Trace.PACED})
    String trace = Trace.VIDEO;

    private final TestPacket packet = new TestPacket();
    private final Estimator kalman = Providers.estimators().get("delay-kalman").create(EstimatorConfig.defaults());
    private final Estimator trendline = Providers.estimators().get("delay-trendline")
            .create(EstimatorConfig.defaults());
    private final Estimator standingQueue = Providers.estimators().get("standing-queue")
            .create(EstimatorConfig.defaults());
    private final RemoteBitrateEstimator onSystemTime = Libjitsi.onSystemTime();
    private final RemoteBitrateEstimator onTraceTime = Libjitsi.onTraceTime();
    private TraceCursor cursor = new TraceCursor(Trace.paced(1, 1));

    /** For JMH. */
    public EstimatorCoreBenchmark() {
    }

    /** Reads or makes the trace. */
    @Setup(Level.Trial)
    public void start() {
        cursor = new TraceCursor(Trace.of(trace));
    }

    /**
     * A packet for {@code delay-kalman}.
     *
     * @return whether it updated the estimate
     */
    @Benchmark
    public boolean delayKalman() {
        return feed(kalman);
    }

    /**
     * A packet for {@code delay-trendline}.
     *
     * @return whether it updated the estimate
     */
    @Benchmark
    public boolean delayTrendline() {
        return feed(trendline);
    }

    /**
     * A packet for {@code standing-queue}.
     *
     * @return whether it updated the estimate
     */
    @Benchmark
    public boolean standingQueue() {
        return feed(standingQueue);
    }

    private boolean feed(Estimator estimator) {
        cursor.next();
        long arrivalNs = cursor.arrivalNs();
        packet.arrivalTimeNs(arrivalNs).absSendTime(cursor.absSendTime()).payloadSize(cursor.payloadSize())
                .ssrc(cursor.ssrc());
        return estimator.onPacket(packet, arrivalNs);
    }

    /** A packet for libjitsi as published: it reads the system clock, and by that hardly ever updates its estimate. */
    @Benchmark
    public void libjitsi() {
        cursor.next();
        onSystemTime.incomingPacketInfo(cursor.arrivalMs(), cursor.absSendTime(), cursor.payloadSize(), cursor.ssrc());
    }

    /** A packet for libjitsi on the trace's time: it reads no clock, and does all its work. */
    @Benchmark
    public void libjitsiOnTraceTime() {
        cursor.next();
        long arrivalMs = cursor.arrivalMs();
        TraceClock.set(arrivalMs);
        onTraceTime.incomingPacketInfo(arrivalMs, cursor.absSendTime(), cursor.payloadSize(), cursor.ssrc());
    }

    /** What {@code delay-kalman} estimates, in bits per second. */
    long kalmanBps() {
        return kalman.estimateBps();
    }

    /** What libjitsi estimates, in bits per second. */
    long libjitsiBps() {
        return onTraceTime.getLatestEstimate();
    }
}
