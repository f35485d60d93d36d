package io.bwe.verification.bench;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an RTP thread spends on a packet: from the raw bytes to the queue, in a real interceptor whose own threads take
 * the packets out and estimate them meanwhile.
 *
 * <p>Packets come in bursts that the queue has room for, and the next burst waits, unmeasured, until all of the last have
 * been estimated: a full queue would drop packets, and dropping is cheaper. Should it happen all the same, the counter
 * {@code dropped} shows it, and the figure is worth nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class IngressBenchmark {
    static final int BURST = 2_048;
    private static final int SEND_TIME_STEP = 524;

    /** What became of the packets. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counts {
        /** Found no room, and were not estimated. */
        public long dropped;
        /** Reached the estimator. */
        public long estimated;

        /** For JMH. */
        public Counts() {
        }
    }

    @Param
    RtpPackets.Memory memory = RtpPackets.Memory.HEAP;

    private @Nullable RtpPackets packets;
    private @Nullable Interceptor interceptor;
    private @Nullable RtpHandler handler;
    private @Nullable InterceptorStatistics statistics;
    private int sendTime;
    private long offered;
    private long passedOn;
    private long droppedBefore;
    private long estimatedBefore;

    /** For JMH. */
    public IngressBenchmark() {
    }

    /** Starts the interceptor. */
    @Setup(Level.Trial)
    public void start() {
        packets = new RtpPackets(memory);
        interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.builder()
                .option("queue-capacity", Integer.toString(2 * BURST))
                .option("packet-reserve", Integer.toString(2 * BURST)).option("tick", "1ms").build());
        statistics = interceptor.bandwidthControl().orElseThrow().statistics();
        StreamInfo video = StreamInfo.builder(RtpPackets.SSRC).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, RtpPackets.SEND_TIME_ID).build();
        handler = interceptor.bindRemoteStream(video, (rtp, at, ordinal) -> passedOn++);
    }

    /** Waits until all packets have been estimated. */
    @Setup(Level.Invocation)
    public void settle() {
        InterceptorStatistics counted = Objects.requireNonNull(statistics);
        while (counted.packetsEstimated() + counted.packetsDropped() < offered) {
            Thread.onSpinWait();
        }
    }

    /**
     * A burst of packets.
     *
     * @return how many have been passed on
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long packets() {
        RtpHandler ingress = Objects.requireNonNull(handler);
        RtpPackets received = Objects.requireNonNull(packets);
        for (int i = 0; i < BURST; i++) {
            sendTime += SEND_TIME_STEP;
            ingress.onRtp(received.next(sendTime));
        }
        offered += BURST;
        return passedOn;
    }

    /**
     * Counts.
     *
     * @param counts takes them
     */
    @TearDown(Level.Iteration)
    public void count(Counts counts) {
        InterceptorStatistics counted = Objects.requireNonNull(statistics);
        settle();
        counts.dropped = counted.packetsDropped() - droppedBefore;
        counts.estimated = counted.packetsEstimated() - estimatedBefore;
        droppedBefore = counted.packetsDropped();
        estimatedBefore = counted.packetsEstimated();
    }

    /** Ends the interceptor. */
    @TearDown(Level.Trial)
    public void stop() {
        Objects.requireNonNull(interceptor).close();
    }
}
