package io.bwe.verification.bench;

import io.bwe.remb.RembPacket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

/** What a REMB takes to write and to read. There is one a second, so it may allocate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RembCodecBenchmark {
    @Param({"1", "8"})
    int ssrcs = 1;

    private long[] named = {};
    private ByteBuffer into = ByteBuffer.allocate(0);
    private ByteBuffer encoded = ByteBuffer.allocate(0);
    private RembPacket value = new RembPacket(1, 0);
    private long bitrateBps = 300_000;

    /** For JMH. */
    public RembCodecBenchmark() {
    }

    /** Makes the value and its packet. */
    @Setup(Level.Trial)
    public void start() {
        named = LongStream.rangeClosed(1, ssrcs).toArray();
        value = new RembPacket(1, bitrateBps, named);
        into = ByteBuffer.allocate(RembPacket.encodedSize(ssrcs));
        encoded = value.encode().get(0);
    }

    /**
     * A value that exists, into a buffer that exists.
     *
     * @return the buffer
     */
    @Benchmark
    public ByteBuffer encodeInto() {
        into.clear();
        value.encodeTo(into);
        return into;
    }

    /**
     * From a bit rate to a new packet.
     *
     * @return the packet
     */
    @Benchmark
    public List<ByteBuffer> encodeNew() {
        bitrateBps++;
        return new RembPacket(1, bitrateBps, named).encode();
    }

    /**
     * From a packet to the value.
     *
     * @return the value
     */
    @Benchmark
    public List<RembPacket> decode() {
        return RembPacket.decode(encoded);
    }
}
