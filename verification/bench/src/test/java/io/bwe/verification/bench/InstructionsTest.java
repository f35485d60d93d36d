package io.bwe.verification.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.testkit.ManualClock;
import io.bwe.testkit.TestPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many bytecode instructions a packet executes, on average, in the code of bwe and of its queues. Times differ from
 * run to run and from machine to machine; this number does not, so it tells when a change makes each packet do more.
 *
 * <p>It sees work and not its price: a division counts like an addition, a call into the JDK like any call, and what the
 * memory costs is not in it. The figures have room for what another compiler of the same source does differently. Whoever
 * makes a packet cheaper or, knowingly, dearer changes the figure here.
 */
class InstructionsTest {
    private static final int TOLERANCE_PERCENT = 10;

    @ParameterizedTest
    @CsvSource({"delay-kalman,video,833", "delay-kalman,paced,801", "delay-trendline,video,1204",
            "delay-trendline,paced,1107", "standing-queue,video,703", "standing-queue,paced,549"})
    void ofAnEstimator(String name, String traceName, int instructions) {
        Estimator estimator = Providers.estimators(new CountingLoader()).get(name).create(EstimatorConfig.defaults());
        Trace trace = Trace.of(traceName);
        assertThat(perPacket(estimator, trace)).isCloseTo(instructions, withinPercentage(TOLERANCE_PERCENT));
    }

    /** Where the reference goes through all packets so far, for each packet. */
    @Test
    void ofAnEstimatorAtWorst() {
        Estimator estimator = Providers.estimators(new CountingLoader()).get("delay-kalman")
                .create(EstimatorConfig.defaults());
        Trace dense = Trace.paced(EstimatorWorstCaseBenchmark.PACKETS, 200_000);
        assertThat(perPacket(estimator, dense)).isCloseTo(905, withinPercentage(TOLERANCE_PERCENT));
        assertThat(estimator.hasEstimate()).isFalse();
    }

    private static double perPacket(Estimator estimator, Trace trace) {
        TraceCursor cursor = new TraceCursor(trace);
        TestPacket packet = new TestPacket();
        long executed = Executed.by(() -> {
            for (int i = 0; i < trace.packets; i++) {
                cursor.next();
                packet.arrivalTimeNs(cursor.arrivalNs()).absSendTime(cursor.absSendTime())
                        .payloadSize(cursor.payloadSize()).ssrc(cursor.ssrc());
                estimator.onPacket(packet, cursor.arrivalNs());
            }
        });
        return (double) executed / trace.packets;
    }

    @Test
    void ofAnRtpThread() {
        int count = 100;
        // The clock stands still, so nothing is taken out of the queue meanwhile; it has room for all.
        InterceptorConfig config = InterceptorConfig.builder().clock(new ManualClock()).build();
        StreamInfo video = StreamInfo.builder(RtpPackets.SSRC).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, RtpPackets.SEND_TIME_ID).build();
        RtpPackets packets = new RtpPackets(RtpPackets.Memory.HEAP);
        try (Interceptor interceptor = Providers.interceptors(new CountingLoader()).get("remb").create(config)) {
            RtpHandler handler = interceptor.bindRemoteStream(video, (rtp, at, ordinal) -> {
            });
            // Wakes the transport task, and has a task asked for.
            handler.onRtp(packets.next(0));
            long executed = Executed.by(() -> {
                for (int i = 0; i < count; i++) {
                    handler.onRtp(packets.next(i));
                }
            });
            assertThat((double) executed / count).isCloseTo(694, withinPercentage(TOLERANCE_PERCENT));
            assertThat(interceptor.bandwidthControl().orElseThrow().statistics().packetsDropped()).isZero();
        }
    }
}
