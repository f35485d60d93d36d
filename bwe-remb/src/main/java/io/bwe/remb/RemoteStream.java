package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.PacketView;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One SSRC on its way from the RTP threads to the merge: the queue the RTP threads offer to, the ring from which the
 * merge takes, and what is known of the stream's life. It holds no thread and reads no clock.
 *
 * <p>Who may call what stands at each group of methods. A packet is handed from group to group by the queues; the
 * fields of the stream task pass from one task to the next through {@link StreamLifecycle}.
 */
final class RemoteStream {
    private final long ssrc;
    private final boolean intake;
    private final int clockRate;
    private final TimingExtensions extensions;
    private final SlotPool pool;
    private final MpscAtomicArrayQueue<PacketSlot> queue;
    private final SpscAtomicArrayQueue<PacketSlot> ring;
    private final ReceptionStatistics reception;
    final StreamLifecycle lifecycle = new StreamLifecycle();
    final BooleanSupplier queueIsEmpty = this::queueIsEmpty;

    /** Packets that found no room, and how many of them the task has seen. */
    private final AtomicLong overflows = new AtomicLong();
    private long overflowsSeen;

    /** Why the task should end; null while it should not. Set by the transport task; the stream task withdraws IDLE. */
    private final AtomicReference<@Nullable StreamEnd> endReason = new AtomicReference<>();
    /** No more packets are taken. */
    private volatile boolean closed;
    /** Everything offered before this time is in the ring. */
    private volatile long drainedUpToNs;
    /** The thread of the task, to be unparked. */
    private volatile @Nullable Thread task;
    /**
     * Whether the queue has been left empty since the task was last asked to run. Used by the task, and by the transport
     * task while there is none or it sleeps. The life cycle hands it over.
     */
    private boolean caughtUp = true;

    /** Set before the first task starts. */
    private ArrivalClock arrivalClock = new ArrivalClock();

    // Stream task only.
    private long arrivalOffsetNs;
    private long latestArrivalNs = Long.MIN_VALUE;
    /** The stamp of the last packet that was not behind. */
    private long latestArrivalStampNs;

    // Transport task only.
    /** Packets that came in by another way; a chain, because a queue that cannot grow would lose them. */
    private @Nullable PacketSlot firstAdopted;
    private @Nullable PacketSlot lastAdopted;
    private long lastSeenNs;
    /** When the task was last asked to run after it had caught up. */
    private long askedNs;
    private boolean estimated;

    RemoteStream(long ssrc, int clockRate, TimingExtensions extensions, int queueCapacity, long nowNs) {
        this(ssrc, false, clockRate, extensions, queueCapacity, nowNs);
    }

    private RemoteStream(long ssrc, boolean intake, int clockRate, TimingExtensions extensions, int queueCapacity,
            long nowNs) {
        this.ssrc = ssrc;
        this.intake = intake;
        this.clockRate = clockRate;
        this.extensions = extensions;
        this.pool = new SlotPool(queueCapacity);
        this.queue = new MpscAtomicArrayQueue<>(queueCapacity);
        this.ring = new SpscAtomicArrayQueue<>(queueCapacity);
        this.reception = new ReceptionStatistics(clockRate);
        this.drainedUpToNs = nowNs;
        this.lastSeenNs = nowNs;
        this.askedNs = nowNs;
    }

    /**
     * A stream of packets of many SSRCs, which has to be sorted into the streams of those SSRCs and never goes to the
     * estimator as it is.
     */
    static RemoteStream intake(TimingExtensions extensions, int queueCapacity, long nowNs) {
        return new RemoteStream(0, true, PacketView.UNKNOWN_CLOCK_RATE, extensions, queueCapacity, nowNs);
    }

    long ssrc() {
        return ssrc;
    }

    boolean isIntake() {
        return intake;
    }

    // ---- RTP threads, any number at once

    /**
     * Queues a packet. Never blocks, allocates or locks.
     *
     * @return false if there is no room
     */
    boolean offer(ByteBuffer packet, int headerLength, long arrivalTimeNs, long ordinal, long nowNs) {
        PacketSlot slot = pool.take();
        if (slot == null) {
            overflows.incrementAndGet();
            return false;
        }
        slot.fill(packet, headerLength, extensions, clockRate);
        slot.arrivalTimeNs = arrivalTimeNs;
        slot.ordinal = ordinal;
        slot.nowNs = nowNs;
        queue.offer(slot); // has room for every slot of the pool
        lifecycle.request();
        return true;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- stream task

    /**
     * Tells who runs this stream from now on.
     *
     * @return false if the thread must not, because its start was given up as failed
     */
    boolean enterTask(Thread thread) {
        if (!lifecycle.started()) {
            return false;
        }
        task = thread; // read of a task that sleeps only
        return true;
    }

    /**
     * Moves what waits in the queue to the ring.
     *
     * @param nowNs the time, read before this call
     * @return how many packets had an arrival time before that of the packet before
     */
    int drain(long nowNs) {
        int clamped = 0;
        caughtUp = false;
        for (PacketSlot slot = queue.relaxedPoll(); slot != null; slot = queue.relaxedPoll()) {
            if (bringForward(slot)) {
                clamped++;
            }
            reception.onPacket(slot);
            ring.offer(slot); // has room for every slot of the pool
        }
        arrivalClock.seen(latestArrivalNs);
        reception.publish();
        // By the indices: a producer may have taken its place and not yet put its slot there.
        if (queue.isEmpty()) {
            drainedUpToNs = nowNs;
            caughtUp = true;
        }
        return clamped;
    }

    /**
     * Sees that arrival times do not run backwards. A packet that is behind gets the time of the latest; but if none has
     * been in time for long, the clock must have been set back, and the arrival times go on from the latest. That the
     * time in between is lost makes delays seem shorter once, which is harmless; to make up for it would look like
     * over-use.
     *
     * @return whether the packet was behind
     */
    private boolean bringForward(PacketSlot slot) {
        long givenNs = slot.arrivalTimeNs;
        arrivalOffsetNs = arrivalClock.offsetNs(givenNs, arrivalOffsetNs);
        slot.arrivalTimeNs = givenNs + arrivalOffsetNs;
        boolean behind = slot.arrivalTimeNs < latestArrivalNs;
        if (behind) {
            if (slot.nowNs - latestArrivalStampNs > ArrivalClock.SET_BACK_NS) {
                long latestOfAllNs = Math.max(latestArrivalNs, arrivalClock.latestNs());
                arrivalOffsetNs = arrivalClock.setBack(arrivalOffsetNs, latestOfAllNs - givenNs);
                slot.arrivalTimeNs = givenNs + arrivalOffsetNs;
                latestArrivalStampNs = slot.nowNs; // whoever follows another's choice does not overrule it at once
            }
            slot.arrivalTimeNs = Math.max(slot.arrivalTimeNs, latestArrivalNs);
        }
        if (!behind || slot.arrivalTimeNs > latestArrivalNs) {
            latestArrivalStampNs = slot.nowNs;
        }
        latestArrivalNs = slot.arrivalTimeNs;
        return behind;
    }

    boolean queueIsEmpty() {
        return queue.isEmpty();
    }

    /** How many packets have found no room since the last call. */
    long takeOverflows() {
        long now = overflows.get();
        long since = now - overflowsSeen;
        overflowsSeen = now;
        return since;
    }

    @Nullable
    StreamEnd endReason() {
        return endReason.get();
    }

    /** A packet came between the decision that the stream is idle and the end of its task. */
    void withdrawIdle() {
        endReason.compareAndSet(StreamEnd.IDLE, null);
    }

    // ---- transport task

    /** Makes it one of the streams that share a clock for arrival times; before its first task. */
    void share(ArrivalClock clock) {
        arrivalClock = clock;
    }

    /** Takes up a request for a task. */
    boolean claimStart(long nowNs) {
        if (!lifecycle.claimStart()) {
            return false;
        }
        asked(nowNs);
        withdrawIdle();
        return true;
    }

    /** Lets the task run if it sleeps and there is something to do: packets to move, or an end to come to. */
    void wakeTaskIfNeeded(long nowNs) {
        if ((queue.isEmpty() && endReason.get() == null) || !lifecycle.isParked()) {
            return;
        }
        asked(nowNs);
        Thread thread = task;
        if (lifecycle.wake() && thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Until a drain says so, it has not caught up: a task that cannot be started or fails must not look as if it had. */
    private void asked(long nowNs) {
        if (caughtUp) {
            askedNs = nowNs;
            caughtUp = false;
        }
    }

    /** Asks the task to end once the queue is empty; it has still to be woken. Anything but IDLE is final. */
    void endTask(StreamEnd reason) {
        StreamEnd before = endReason.get();
        if (before == null || before == StreamEnd.IDLE) {
            endReason.set(reason);
        }
    }

    /**
     * Up to when everything offered is in the ring.
     *
     * <p>A stream that stalls is passed over. Its delay counts from when its task was asked to run and not from its
     * last drain, for it is no fault of the stream when the transport task itself was held up and asked nobody.
     *
     * @param nowNs the time, read before this call and before the tasks were asked to run
     * @param maxDelayNs how far a stream that stalls may be behind
     */
    long watermarkNs(long nowNs, long maxDelayNs) {
        // In this order: a packet taken from the queue before the first look is in the ring at the second.
        if (queue.isEmpty() && lifecycle.isQuiet()) {
            drainedUpToNs = nowNs;
            return nowNs;
        }
        boolean stalls = nowNs - askedNs > maxDelayNs;
        return stalls ? Math.max(drainedUpToNs, nowNs - maxDelayNs) : drainedUpToNs;
    }

    /** Puts a packet that came in by another way in front of what the ring holds. */
    void adopt(PacketSlot slot) {
        if (lastAdopted == null) {
            firstAdopted = slot;
        } else {
            lastAdopted.nextAdopted = slot;
        }
        lastAdopted = slot;
    }

    @Nullable
    PacketSlot peek() {
        PacketSlot first = firstAdopted;
        return first != null ? first : ring.relaxedPeek();
    }

    @Nullable
    PacketSlot poll() {
        PacketSlot first = firstAdopted;
        if (first == null) {
            return ring.relaxedPoll();
        }
        firstAdopted = first.nextAdopted;
        if (firstAdopted == null) {
            lastAdopted = null;
        }
        first.nextAdopted = null;
        return first;
    }

    /** Whether a packet is anywhere between RTP thread and estimator, or may be. */
    boolean mayHoldPackets() {
        // In this order, as for the watermark.
        return !queue.isEmpty() || !lifecycle.isQuiet() || peek() != null;
    }

    /** A packet has come, stamped at this time. */
    void seen(long nowNs) {
        lastSeenNs = Math.max(lastSeenNs, nowNs);
    }

    /** A packet has gone to the estimator. */
    void fed(long nowNs) {
        seen(nowNs);
        estimated = true;
    }

    long lastSeenNs() {
        return lastSeenNs;
    }

    /** Whether the estimator has seen packets since the stream last ended. */
    boolean isEstimated() {
        return estimated;
    }

    void forgotten() {
        estimated = false;
    }

    // ---- any thread

    /** Takes no more packets from now on. */
    void closeIngress() {
        closed = true;
    }

    /** Has the task look round and go on sleeping if it is to. */
    void nudge() {
        LockSupport.unpark(task);
    }

    int queueSize() {
        return queue.size();
    }

    ReceptionStatistics reception() {
        return reception;
    }
}
