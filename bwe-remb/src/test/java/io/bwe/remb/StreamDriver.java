package io.bwe.remb;

import io.bwe.testkit.RtpPacketBuilder;
import java.nio.ByteBuffer;

/** A remote stream with its RTP thread and its task played by the test, one step a call. */
final class StreamDriver {
    static final int SEND_TIME_ID = 3;
    static final TimingExtensions EXTENSIONS = new TimingExtensions(SEND_TIME_ID, TimingExtensions.NONE,
            TimingExtensions.NONE);
    private static final int CAPACITY = 64;

    final RemoteStream stream;
    private final SlotPool pool;
    private final RtpPacketBuilder packets;
    private int sequenceNumber;

    StreamDriver(long ssrc) {
        this(ssrc, CAPACITY);
    }

    StreamDriver(long ssrc, int queueCapacity) {
        this(ssrc, slots(queueCapacity), queueCapacity);
    }

    private StreamDriver(long ssrc, SlotPool pool, int queueCapacity) {
        this(new RemoteStream(ssrc, 90_000, EXTENSIONS, pool, queueCapacity, 0), pool);
    }

    /** @param pool where the slots of the stream come from */
    StreamDriver(RemoteStream stream, SlotPool pool) {
        this.stream = stream;
        this.pool = pool;
        packets = new RtpPacketBuilder().ssrc(stream.ssrc()).absSendTime(SEND_TIME_ID, 0x123456).payloadSize(1_000);
    }

    /** A pool that has so many slots and makes no more unless it is asked to. */
    static SlotPool slots(int slots) {
        return new SlotPool(slots, slots, 0);
    }

    /** The transport: the packet has been estimated. */
    void release(PacketSlot packet) {
        pool.release(packet);
        stream.makeRoom();
    }

    /** The RTP thread: a packet that arrives when it is stamped. */
    boolean offer(long nowNs) {
        return offer(nowNs, nowNs);
    }

    /** The RTP thread: a packet with an arrival time of its own. */
    boolean offer(long arrivalTimeNs, long nowNs) {
        return offer(arrivalTimeNs, Long.MAX_VALUE, nowNs);
    }

    /** The RTP thread: a packet, numbered on from zero by its sequence number. */
    boolean offer(long arrivalTimeNs, long ordinal, long nowNs) {
        return offer(stream, packets.sequenceNumber(sequenceNumber++).build(), arrivalTimeNs, ordinal, nowNs);
    }

    /** The RTP thread: a packet for any stream. */
    static boolean offer(RemoteStream stream, ByteBuffer packet, long arrivalTimeNs, long ordinal, long nowNs) {
        int size = packet.limit();
        return stream.offer(packet, RtpHeader.length(packet, 0, size, size), arrivalTimeNs, ordinal,
                nowNs) != StreamQueue.Offered.REFUSED;
    }

    /** What the RTP thread does with a slot, for tests that need no queue. */
    static void fill(PacketSlot slot, long ssrc) {
        ByteBuffer packet = new RtpPacketBuilder().ssrc(ssrc).absSendTime(SEND_TIME_ID, 0x123456).payloadSize(1_000)
                .build();
        slot.fill(packet, RtpHeader.length(packet, 0, packet.limit(), packet.limit()), EXTENSIONS, 90_000);
    }

    /** Transport, owner and task: the task is asked to run if there is work, and has parked again when this returns. */
    int runTask(long nowNs) {
        ask(nowNs);
        return stream.lifecycle.isQuiet() ? 0 : runAndPark(nowNs);
    }

    /** Transport: asks the task to run if there is work. */
    void ask(long nowNs) {
        if (!stream.queueIsEmpty()) {
            stream.lifecycle.request();
        }
        stream.claimStart(nowNs);
        stream.wakeTaskIfNeeded(nowNs, 0);
    }

    /** Task: drains and parks. */
    int runAndPark(long nowNs) {
        if (!stream.lifecycle.hasTask()) {
            stream.enterTask(Thread.currentThread());
        }
        int clamped = stream.drain(nowNs);
        stream.lifecycle.park();
        return clamped;
    }
}
