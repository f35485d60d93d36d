package io.bwe.verification.bench;

import io.bwe.remb.RtpHeader;
import io.bwe.testkit.RtpPacketBuilder;
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
 * What it takes to check the header of an RTP packet and to read all that an estimator wants of it. The send time is the
 * third of four header extensions, which is where browsers put it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RtpParsingBenchmark {
    private static final int BUFFERS = 64;

    @Param
    RtpPackets.Memory memory = RtpPackets.Memory.HEAP;

    private final ByteBuffer[] oneByte = new ByteBuffer[BUFFERS];
    private final ByteBuffer[] twoByte = new ByteBuffer[BUFFERS];
    private int number;

    /** For JMH. */
    public RtpParsingBenchmark() {
    }

    /** Makes the packets. */
    @Setup(Level.Trial)
    public void start() {
        for (int i = 0; i < BUFFERS; i++) {
            oneByte[i] = RtpPackets.copy(extensions(new RtpPacketBuilder(), i).build(), memory);
            twoByte[i] = RtpPackets.copy(extensions(new RtpPacketBuilder().twoByteHeaders(), i).build(), memory);
        }
    }

    private static RtpPacketBuilder extensions(RtpPacketBuilder packet, int number) {
        return packet.sequenceNumber(number).payloadSize(RtpPackets.PAYLOAD_SIZE).extension(4, (byte) '0')
                .extension(5, (byte) number, (byte) 1).absSendTime(RtpPackets.SEND_TIME_ID, number)
                .extension(6, (byte) 2);
    }

    /**
     * One-byte elements.
     *
     * @return something that depends on all that was read
     */
    @Benchmark
    public long oneByteExtensions() {
        return parse(oneByte[number++ & BUFFERS - 1]);
    }

    /**
     * Two-byte elements.
     *
     * @return something that depends on all that was read
     */
    @Benchmark
    public long twoByteExtensions() {
        return parse(twoByte[number++ & BUFFERS - 1]);
    }

    private static long parse(ByteBuffer rtp) {
        int offset = rtp.position();
        int size = rtp.limit() - offset;
        int headerLength = RtpHeader.length(rtp, offset, size, size);
        if (headerLength == RtpHeader.MALFORMED) {
            throw new IllegalStateException("not RTP");
        }
        long read = RtpHeader.absSendTime(rtp, offset, headerLength, RtpPackets.SEND_TIME_ID);
        read = 31 * read + size - headerLength;
        read = 31 * read + RtpHeader.ssrc(rtp, offset);
        read = 31 * read + RtpHeader.sequenceNumber(rtp, offset);
        read = 31 * read + RtpHeader.timestamp(rtp, offset);
        read = 31 * read + RtpHeader.payloadType(rtp, offset);
        return RtpHeader.marker(rtp, offset) ? -read : read;
    }
}
