package io.bwe.verification.bench;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.Providers;
import io.bwe.remb.RtpHeader;
import io.bwe.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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
 * From raw bytes to an estimate on one thread, without an interceptor: the header is parsed and the packet estimated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class InlineChainBenchmark {
    @Param({Trace.VIDEO, Trace.PACED})
    String trace = Trace.VIDEO;

    private final RtpPackets packets = new RtpPackets(RtpPackets.Memory.HEAP);
    private final TestPacket view = new TestPacket();
    private final Estimator estimator = Providers.estimators().get("delay-kalman").create(EstimatorConfig.defaults());
    private TraceCursor cursor = new TraceCursor(Trace.paced(1, 1));

    /** For JMH. */
    public InlineChainBenchmark() {
    }

    /** Reads or makes the trace. */
    @Setup(Level.Trial)
    public void start() {
        cursor = new TraceCursor(Trace.of(trace));
    }

    /**
     * One packet.
     *
     * @return the estimate in bits per second
     */
    @Benchmark
    public long packet() {
        cursor.next();
        ByteBuffer rtp = packets.next(cursor);
        long arrivalNs = cursor.arrivalNs();
        int offset = rtp.position();
        int size = rtp.limit() - offset;
        int headerLength = RtpHeader.length(rtp, offset, size, size);
        if (headerLength == RtpHeader.MALFORMED) {
            throw new IllegalStateException("not RTP");
        }
        view.arrivalTimeNs(arrivalNs)
                .absSendTime(RtpHeader.absSendTime(rtp, offset, headerLength, RtpPackets.SEND_TIME_ID))
                .payloadSize(size - headerLength).ssrc(RtpHeader.ssrc(rtp, offset))
                .sequenceNumber(RtpHeader.sequenceNumber(rtp, offset)).rtpTimestamp(RtpHeader.timestamp(rtp, offset))
                .payloadType(RtpHeader.payloadType(rtp, offset)).marker(RtpHeader.marker(rtp, offset));
        estimator.onPacket(view, arrivalNs);
        return estimator.estimateBps();
    }
}
