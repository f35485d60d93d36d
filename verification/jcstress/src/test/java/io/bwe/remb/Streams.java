package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.NanoClock;
import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;
import java.util.Map;

/** Streams and packets for the tests, as small as they can be: jcstress makes millions. */
final class Streams {
    static final int CLOCK_RATE = 90_000;
    private static final int CAPACITY = 4;
    private static final long IDLE_TIMEOUT_NS = EstimatorConfig.DEFAULT_IDLE_TIMEOUT.toNanos();
    private static final NanoClock CLOCK = () -> 3;
    private static final RembOptions.Settings SETTINGS = RembOptions.parse(Map.of(), false);
    private static final TimingExtensions EXTENSIONS = new TimingExtensions(TimingExtensions.NONE,
            TimingExtensions.NONE, TimingExtensions.NONE);
    /** Read by absolute positions only, so that all threads may share it. */
    private static final ByteBuffer PACKET = new RtpPacketBuilder().ssrc(1).payloadSize(100).build();
    private static final int HEADER_LENGTH = RtpHeader.length(PACKET, 0, PACKET.limit(), PACKET.limit());

    private Streams() {
    }

    /** Keeps a gap open that a broken twin has, so that even a short run falls into it. */
    static void linger() {
        for (int i = 0; i < 20; i++) {
            Thread.onSpinWait();
        }
    }

    static SlotPool slots(int slots) {
        return new SlotPool(slots, slots, 0);
    }

    static RemoteStream withoutTask() {
        return withoutTask(slots(CAPACITY));
    }

    static RemoteStream withoutTask(SlotPool slots) {
        return new RemoteStream(1, CLOCK_RATE, EXTENSIONS, slots, CAPACITY, 0);
    }

    static RemoteStream withTask() {
        RemoteStream stream = withoutTask();
        stream.lifecycle.request();
        startTask(stream);
        return stream;
    }

    /** A transport task with all its parts, and no thread. */
    static TransportTask transport(RembStatistics statistics) {
        TroubleLog log = new TroubleLog(CLOCK);
        EstimatorRoles roles = new EstimatorRoles("any", EstimatorConfig.defaults(), () -> {
        });
        InterceptorRecorder recorder = new InterceptorRecorder("test");
        Outbox outbox = new Outbox(null, statistics, recorder, log);
        EstimatorWatch watch = new EstimatorWatch(recorder.interceptor(), "any", outbox.explanations(),
                new TaskGuard(statistics, log));
        EstimatorFeed feed = new EstimatorFeed(new GuardedEstimator(new Said(1), statistics, log), roles,
                new ShadowEstimators(roles, 0, IDLE_TIMEOUT_NS, statistics, log), watch, SendTimeSource.ABS_SEND_TIME,
                statistics);
        return new TransportTask(SETTINGS, IDLE_TIMEOUT_NS, CLOCK, feed,
                new RembScheduler(1, new RembThrottler(SETTINGS.interval(), SETTINGS.minSpacing())),
                outbox, statistics, log, start -> {
                }, () -> {
                }, () -> {
                });
    }

    /** A merge in which every packet may go on as soon as it has been moved, to nobody. */
    static ArrivalMerge merge() {
        return new ArrivalMerge(0, 0, new ArrivalMerge.Sink() {
            @Override
            public void packet(RemoteStream stream, PacketSlot packet) {
                // It goes with the stream.
            }

            @Override
            public void event(TransportEvent event) {
                throw new AssertionError(event);
            }
        });
    }

    /** What transport, owner and new task do. */
    static boolean startTask(RemoteStream stream) {
        if (!stream.claimStart(0)) {
            return false;
        }
        stream.enterTask(Thread.currentThread());
        return true;
    }

    /** What an RTP thread does. */
    static void offer(RemoteStream stream, long nowNs) {
        stream.offer(PACKET, HEADER_LENGTH, nowNs, Long.MAX_VALUE, nowNs);
    }
}
