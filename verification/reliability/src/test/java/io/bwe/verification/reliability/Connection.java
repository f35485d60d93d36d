package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bwe.api.BandwidthControl;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.NanoClock;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.LiveThreads;
import io.bwe.testkit.ManualClock;
import io.bwe.testkit.RtpPacketBuilder;
import io.bwe.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;

/**
 * An interceptor as an application has it: looked up by name, with real threads, on a clock that moves by hand. Its
 * ticks are a millisecond of real time apart, but whatever they decide they decide by the manual clock.
 */
final class Connection implements AutoCloseable {
    static final int SEND_TIME_ID = 3;
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int PAYLOAD_SIZE = 1_000;

    final ManualClock clock;
    /** Packets that came out of the interceptor again. */
    final AtomicLong passedOn = new AtomicLong();
    final Interceptor interceptor;
    final BandwidthControl control;
    final InterceptorStatistics statistics;
    private final AtomicLong sequenceNumber = new AtomicLong();

    Connection() {
        this(UnaryOperator.identity());
    }

    /** With settings of its own; they may replace clock and tick, too. */
    Connection(UnaryOperator<InterceptorConfig.Builder> settings) {
        this(new ManualClock(1_000_000_000L), settings);
    }

    private Connection(ManualClock clock, UnaryOperator<InterceptorConfig.Builder> settings) {
        this(clock, clock, settings);
    }

    /** With a clock of the interceptor's that shows what another does, or fails. */
    Connection(ManualClock shown, NanoClock clock, UnaryOperator<InterceptorConfig.Builder> settings) {
        this.clock = shown;
        interceptor = Providers.interceptors().get("remb").create(settings.apply(
                InterceptorConfig.builder().clock(clock).option(RembOptions.TICK, "1ms")
                        // What is tested here are the tasks of streams, however few their packets.
                        .option(RembOptions.FEW_PACKETS, "0")
                        // The clock of the tests may run ahead of the ticks by many packets.
                        .option(RembOptions.PACKET_RESERVE, "8192"))
                .build());
        control = interceptor.bandwidthControl().orElseThrow();
        statistics = control.statistics();
    }

    static StreamInfo video(long ssrc) {
        return StreamInfo.builder(ssrc).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
    }

    RtpHandler bind(long ssrc) {
        return interceptor.bindRemoteStream(video(ssrc), (packet, arrivalTimeNs, ordinal) -> passedOn
                .incrementAndGet());
    }

    /** A packet sent at the time it is now. */
    ByteBuffer packet(long ssrc) {
        return new RtpPacketBuilder().ssrc(ssrc).sequenceNumber((int) (sequenceNumber.getAndIncrement() & 0xFFFF))
                .absSendTime(SEND_TIME_ID, TestPacket.absSendTimeOf(clock.nanoTime())).payloadSize(PAYLOAD_SIZE)
                .build();
    }

    void receive(RtpHandler handler, long ssrc) {
        handler.onRtp(packet(ssrc));
    }

    /** Moves the clock on, far enough that what was received so far is due, and waits until it has been estimated. */
    void settle() {
        clock.advance(Duration.ofMillis(20));
        eventually(() -> {
            if (statistics.queueSize() > 0) {
                throw new AssertionError("packets wait");
            }
        });
    }

    /** Waits until so many packets have gone to the estimator since the beginning. */
    void estimated(long packets) {
        eventually(() -> {
            if (statistics.packetsEstimated() != packets) {
                throw new AssertionError(statistics.packetsEstimated() + " of " + packets + " packets are estimated");
            }
        });
    }

    static void eventually(ThrowingRunnable assertion) {
        // In the same thread: one more for each wait would be most of what a thread dump shows.
        await().atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                .untilAsserted(assertion);
    }

    /** Waits until no thread of the library lives. To be called when all interceptors are closed. */
    static void nothingIsLeft() {
        // Few and apart: a thread dump must not meet threads that are busy, see LiveThreads.
        await().atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ofMillis(2)).pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(LiveThreads.named("bwe-")).isEmpty());
    }

    @Override
    public void close() {
        interceptor.close();
    }
}
