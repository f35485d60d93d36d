package io.bwe.remb;

import static org.awaitility.Awaitility.await;

import io.bwe.api.BandwidthControl;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.testkit.ManualClock;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;

/**
 * An interceptor with real threads on a clock that moves by hand. Its ticks run on the real clock, a millisecond apart,
 * but whatever they decide they decide by the manual clock.
 */
final class InterceptorFixture implements AutoCloseable {
    static final int SEND_TIME_ID = 3;
    static final int CAPTURE_TIME_ID = 5;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ManualClock clock = new ManualClock(1_000_000_000L);
    final RecordingEstimator estimator = new RecordingEstimator();
    final List<RembPacket> rembs = new CopyOnWriteArrayList<>();
    final Interceptor interceptor;
    final BandwidthControl control;
    final InterceptorStatistics statistics;
    private int sequenceNumber;

    InterceptorFixture() {
        this(UnaryOperator.identity());
    }

    InterceptorFixture(UnaryOperator<InterceptorConfig.Builder> settings) {
        interceptor = new RembInterceptorProvider().create(settings.apply(InterceptorConfig.builder()
                .estimator(estimator.provider()).clock(clock).option(RembOptions.TICK, "1ms")).build());
        control = interceptor.bandwidthControl().orElseThrow();
        statistics = control.statistics();
    }

    InterceptorFixture withWriter() {
        interceptor.bindRtcpWriter(packet -> rembs.addAll(RembPacket.decode(packet)));
        return this;
    }

    static StreamInfo.Builder video(long ssrc) {
        return StreamInfo.builder(ssrc).mimeType("video/VP8").headerExtension(HeaderExtension.ABS_SEND_TIME,
                SEND_TIME_ID);
    }

    /** What recorded events call the interceptor. */
    String recordedAs() {
        return control.toString();
    }

    RtpHandler bind(long ssrc) {
        return interceptor.bindRemoteStream(video(ssrc).build(), (packet, arrivalTimeNs, ordinal) -> {
        });
    }

    ByteBuffer packet(long ssrc) {
        return new RtpPacketBuilder().ssrc(ssrc).sequenceNumber(sequenceNumber++).absSendTime(SEND_TIME_ID, 0x123456)
                .payloadSize(1_000).build();
    }

    void receive(RtpHandler handler, long ssrc) {
        handler.onRtp(packet(ssrc));
    }

    /** Moves the clock on until what was received so far has been estimated. */
    void settle() {
        long due = clock.nanoTime() + Duration.ofMillis(20).toNanos();
        clock.setNanos(due);
        eventually(() -> {
            if (statistics.queueSize() > 0) {
                throw new AssertionError("packets wait");
            }
        });
    }

    void eventually(ThrowingRunnable assertion) {
        eventuallyInAnyCase(assertion);
    }

    /** The same for what no one interceptor is responsible for. */
    static void eventuallyInAnyCase(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).untilAsserted(assertion);
    }

    @Override
    public void close() {
        interceptor.close();
    }
}
