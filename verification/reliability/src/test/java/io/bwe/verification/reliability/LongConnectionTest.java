package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.StreamStatistics;
import io.bwe.remb.RembOptions;
import io.bwe.remb.RembPacket;
import io.bwe.testkit.RtpPacketBuilder;
import io.bwe.verification.reliability.EndlessCall.Disturbance;
import io.bwe.verification.reliability.EndlessCall.Stream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hours of a call through the interceptor with all its threads, in steps of a second, with something going wrong every
 * six minutes: 48 minutes, or a day with {@code -Dbwe.reliability=full}.
 */
@Timeout(900)
class LongConnectionTest {
    private static final int SLOTS = Extent.of(8, 240);
    private static final long STEP_NS = EndlessCall.SECOND_NS;
    private static final long MARGIN_NS = 10_000_000;
    private static final int LARGEST_PAYLOAD = 1_500;
    private static final long MAX_JITTER_NS = 200_000_000;
    private static final long IDLE_TIMEOUT_NS = 2 * EndlessCall.SECOND_NS;
    private static final int SEND_TIME_ID = 3;
    private static final int SEND_TIME_AT = 17;
    private static final long MIN_BPS = 5_000;
    private static final long MAX_BPS = 10_000_000;
    private static final long ALLOWED_GROWTH_BYTES = 512 * 1024;

    private final SteppedClock clock = new SteppedClock();
    private final EndlessCall call = new EndlessCall(2, Disturbance.ALL);
    private final Recoveries recoveries = new Recoveries();
    private final AtomicLong rembs = new AtomicLong();
    private final AtomicLong lastRembBps = new AtomicLong();
    private final RtpHandler[] handlers = new RtpHandler[EndlessCall.STREAMS];
    private final long[] ssrcs = new long[EndlessCall.STREAMS];
    private final ByteBuffer[] packets = new ByteBuffer[EndlessCall.STREAMS];
    private final List<Long> liveBytes = new ArrayList<>();
    /** Of each stream, what reception statistics must have. */
    private final long[] received = new long[EndlessCall.STREAMS];
    private final long[] lost = new long[EndlessCall.STREAMS];
    private int bound;
    private long slot;
    private long clampedBefore;
    private long lateBefore;
    private long offered;
    private long offeredInTime;
    private long lastOfferedNs;
    private long expectedRembs;
    private long steps;
    private final Interceptor interceptor = Providers.interceptors().get("remb")
            .create(InterceptorConfig.builder().clock(clock).option(RembOptions.TICK, "1ms")
                    .option(RembOptions.QUEUE_CAPACITY, "4096").option(RembOptions.PACKET_RESERVE, "16384")
                    .option(RembOptions.ESTIMATE_AUDIO, "true")
                    // A task that was asked to run in the last step is not late in this one.
                    .option(RembOptions.MAX_MERGE_DELAY, "10s")
                    .estimatorConfig(EstimatorConfig.builder().minBps(MIN_BPS).maxBps(MAX_BPS).build()).build());
    private final BandwidthControl control = interceptor.bandwidthControl().orElseThrow();
    private final InterceptorStatistics statistics = control.statistics();

    @Test
    void hoursAreSurvivedWithSaneEstimatesSteadyRembsAndFlatMemory() {
        interceptor.bindRtcpWriter(remb -> {
            lastRembBps.set(bitrateBps(remb));
            rembs.incrementAndGet();
        });
        try (interceptor) {
            call.next();
            for (long stepEndNs = STEP_NS; call.slot() < SLOTS; stepEndNs += STEP_NS) {
                step(stepEndNs);
            }
        }
        verify();
    }

    private void step(long endNs) {
        while (call.nowNs() <= endNs && call.slot() < SLOTS) {
            offer(endNs);
            recoveries.onPacket(call, control.estimate().estimateBps());
            call.next();
        }
        clock.moveTo(endNs);
        if (isSetBack()) {
            // What was stamped with the time before waits for the others to come to the same.
            awaitTicks();
        } else {
            SteppedClock.await(() -> statistics.packetsEstimated() >= offeredInTime, "the estimate of all packets");
        }
        assertThat(statistics.packetsEstimated()).isLessThanOrEqualTo(offered);
        awaitRemb(endNs);
        assertSane();
        steps++;
        if (call.slot() != slot) {
            endSlot();
        }
    }

    private void offer(long endNs) {
        clock.packetAt(call.nowNs());
        if (bound != call.generation()) {
            bind();
        }
        Stream stream = call.stream();
        received[stream.number] = stream.received;
        lost[stream.number] = stream.lost;
        handlers[stream.number].onRtp(packet(stream.number), call.arrivalTimeNs());
        offered++;
        lastOfferedNs = call.nowNs();
        if (lastOfferedNs <= endNs - MARGIN_NS) {
            offeredInTime = offered;
        }
    }

    private void bind() {
        for (int i = 0; i < EndlessCall.STREAMS; i++) {
            if (ssrcs[i] != 0) {
                interceptor.unbindRemoteStream(stream(i));
            }
            ssrcs[i] = call.ssrcOf(i);
            handlers[i] = interceptor.bindRemoteStream(stream(i), (packet, arrivalTimeNs, ordinal) -> {
            });
            packets[i] = new RtpPacketBuilder().ssrc(ssrcs[i]).payloadType(96 + i).absSendTime(SEND_TIME_ID, 0)
                    .payloadSize(LARGEST_PAYLOAD).build();
        }
        bound = call.generation();
    }

    private StreamInfo stream(int number) {
        boolean audio = number == EndlessCall.AUDIO;
        return StreamInfo.builder(ssrcs[number]).mimeType(audio ? "audio/opus" : "video/VP8")
                .clockRate(audio ? 48_000 : 90_000).headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID)
                .build();
    }

    /** The stream's buffer with what changes from packet to packet. */
    private ByteBuffer packet(int stream) {
        ByteBuffer packet = packets[stream];
        packet.limit(packet.capacity() - LARGEST_PAYLOAD + call.payloadSize());
        packet.putShort(2, (short) call.sequenceNumber());
        packet.putInt(4, (int) call.rtpTimestamp());
        packet.put(SEND_TIME_AT, (byte) (call.absSendTime() >> 16));
        packet.putShort(SEND_TIME_AT + 1, (short) call.absSendTime());
        return packet;
    }

    /** One REMB for each step while a stream lives, from the first on; none otherwise. */
    private void awaitRemb(long nowNs) {
        if (expectedRembs == 0) {
            awaitTicks();
            expectedRembs = control.estimate().hasEstimate() ? 1 : 0;
            SteppedClock.await(() -> rembs.get() >= expectedRembs, "the first REMB");
        } else if (nowNs - MARGIN_NS - lastOfferedNs <= IDLE_TIMEOUT_NS) {
            expectedRembs++;
            SteppedClock.await(() -> rembs.get() >= expectedRembs, "REMB " + expectedRembs);
            call.tell(lastRembBps.get());
        } else {
            SteppedClock.await(() -> statistics.streamsActive() == 0, "the end of idle streams");
        }
        assertThat(rembs.get()).as("REMBs").isEqualTo(expectedRembs);
    }

    /** Until tasks have moved what they have, and the transport task has looked at it. */
    private void awaitTicks() {
        SteppedClock.await(() -> statistics.queueSize() == 0, "empty queues");
        long ticks = clock.ticks();
        SteppedClock.await(() -> clock.ticks() >= ticks + 3, "a tick");
    }

    private boolean isSetBack() {
        Disturbance now = call.disturbance();
        return call.isDisturbed()
                && (now == Disturbance.ARRIVAL_CLOCK_BACK || now == Disturbance.ARRIVAL_CLOCK_BACK_A_LITTLE);
    }

    private void assertSane() {
        EstimateView estimate = control.estimate();
        if (estimate.hasEstimate() && (estimate.estimateBps() < MIN_BPS || estimate.estimateBps() > MAX_BPS)) {
            throw new AssertionError(estimate.toString());
        }
    }

    private void endSlot() {
        Disturbance was = Disturbance.ALL[(int) (slot % Disturbance.ALL.length)];
        long clamped = statistics.arrivalsClamped() - clampedBefore;
        long late = statistics.packetsLate() - lateBefore;
        if (was == Disturbance.ARRIVAL_CLOCK_BACK || was == Disturbance.ARRIVAL_CLOCK_BACK_A_LITTLE) {
            assertThat(clamped).as("clamped after %s", was).isPositive();
        } else {
            assertThat(clamped).as("clamped after %s", was).isZero();
            assertThat(late).as("late after %s", was).isZero();
        }
        clampedBefore += clamped;
        lateBefore += late;
        slot = call.slot();
        SteppedClock.await(() -> statistics.queueSize() == 0, "empty queues");
        for (int i = 0; i < EndlessCall.STREAMS; i++) {
            assertReception(i);
        }
        if (slot % (SLOTS / 4) == 0) {
            liveBytes.add(liveBytes());
        }
    }

    private void assertReception(int number) {
        StreamStatistics seen = statistics.streams().stream().filter(stream -> stream.ssrc() == ssrcs[number])
                .findFirst().orElseThrow();
        assertThat(seen.packets()).as("packets of stream %d in slot %d", number, slot).isEqualTo(received[number]);
        assertThat(seen.packetsLost()).as("lost of stream %d in slot %d", number, slot).isEqualTo(lost[number]);
        assertThat(seen.jitterNs()).as("jitter of stream %d in slot %d", number, slot).isBetween(0L, MAX_JITTER_NS);
        assertThat(seen.bitrateBps()).as("rate of stream %d in slot %d", number, slot).isBetween(1_000L, MAX_BPS);
    }

    private static long liveBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void verify() {
        recoveries.conclude();
        System.out.printf("interceptor, %.1f h: %,d packets, %,d REMBs, %d wraps of abs-send-time, %d of sequence"
                + " numbers, %d of timestamps, %,d come-backs, live bytes %s%s%n", SLOTS / 10.0, offered, rembs.get(),
                call.sendTimeWraps(), call.sequenceWraps(), call.timestampWraps(),
                statistics.streamsEnded(StreamEnd.IDLE), liveBytes, recoveries);
        assertThat(statistics.packetsEstimated()).isEqualTo(offered);
        assertThat(statistics.packetsDropped() + statistics.packetsMalformed() + statistics.packetsUntracked()
                + statistics.packetsWithoutSendTime()).isZero();
        assertThat(statistics.estimatorErrors() + statistics.workerErrors() + statistics.writerErrors()).isZero();
        assertThat(statistics.streamsEnded(StreamEnd.IDLE)).as("come-backs")
                .isGreaterThanOrEqualTo((long) EndlessCall.STREAMS * SLOTS / 4);
        assertThat(statistics.streamsActive()).isZero();
        assertThat(statistics.overuseDetections()).isGreaterThan(SLOTS);
        assertThat(liveBytes.getLast() - liveBytes.getFirst()).as("growth, %s", liveBytes)
                .isLessThan(ALLOWED_GROWTH_BYTES);
        recoveries.assertUseful(Disturbance.ALL);
    }

    private static long bitrateBps(ByteBuffer remb) {
        return RembPacket.decode(remb).getFirst().bitrateBps();
    }
}
