package io.bwe.verification.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.testkit.AllocationProbe;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That what is measured for each packet leaves the garbage collector nothing to do. */
class AllocationTest {
    private static final int PACKETS = 10_000;
    private static final int WARM_UP_RUNS = 10;

    /** What is done for one packet. */
    record Packet(String name, Runnable body) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Packet> packets() {
        EstimatorCoreBenchmark core = new EstimatorCoreBenchmark();
        core.start();
        EstimatorCoreBenchmark trendline = new EstimatorCoreBenchmark();
        trendline.start();
        EstimatorCoreBenchmark queue = new EstimatorCoreBenchmark();
        queue.start();
        InlineChainBenchmark chain = new InlineChainBenchmark();
        chain.start();
        RtpParsingBenchmark parsing = new RtpParsingBenchmark();
        parsing.start();
        RembCodecBenchmark remb = new RembCodecBenchmark();
        remb.start();
        return Stream.of(new Packet("delay-kalman", core::delayKalman),
                new Packet("delay-trendline", trendline::delayTrendline),
                new Packet("standing-queue", queue::standingQueue), new Packet("inline chain", chain::packet),
                new Packet("one-byte extensions", parsing::oneByteExtensions),
                new Packet("two-byte extensions", parsing::twoByteExtensions),
                new Packet("a REMB into a buffer", remb::encodeInto));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void nothingIsAllocated(Packet packet) {
        Runnable many = () -> {
            for (int i = 0; i < PACKETS; i++) {
                packet.body.run();
            }
        };
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            many.run();
        }
        assertThat(AllocationProbe.steadyBytesAllocatedBy(many)).as("bytes for %d packets", PACKETS).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theRtpThreadAllocatesNothingAndNothingIsDropped(RtpPackets.Memory memory) {
        IngressBenchmark ingress = new IngressBenchmark();
        ingress.memory = memory;
        ingress.start();
        try {
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                ingress.packets();
                ingress.settle();
            }
            long least = Long.MAX_VALUE;
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                least = Math.min(least, AllocationProbe.bytesAllocatedBy(ingress::packets));
                ingress.settle();
            }
            assertThat(least).as("bytes for %d packets", IngressBenchmark.BURST).isZero();
            IngressBenchmark.Counts counts = new IngressBenchmark.Counts();
            ingress.count(counts);
            assertThat(counts.dropped).isZero();
            assertThat(counts.estimated).isEqualTo(2L * WARM_UP_RUNS * IngressBenchmark.BURST);
        } finally {
            ingress.stop();
        }
    }

    @Test
    void theWorstCaseIsOneWithoutEstimate() {
        EstimatorWorstCaseBenchmark calls = new EstimatorWorstCaseBenchmark();
        assertThat(calls.denseBeforeTheFirstEstimate()).isFalse();
        assertThat(calls.ordinary()).isTrue();
    }
}
