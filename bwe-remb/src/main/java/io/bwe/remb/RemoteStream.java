package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.PacketView;
import io.bwe.remb.StreamQueue.Offered;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One SSRC on its way from the RTP threads to the merge: the queue the RTP threads offer to, what the merge may take
 * from, and what is known of the stream's life. It holds no thread and reads no clock.
 *
 * <p>Who may call what stands at each group of methods. A packet is handed from group to group by the queues; the
 * fields of the stream task pass from one task to the next through {@link StreamLifecycle}.
 */
final class RemoteStream {
    // No objects of their own, for there are many streams.
    private static final AtomicLongFieldUpdater<RemoteStream> OVERFLOWS = AtomicLongFieldUpdater
            .newUpdater(RemoteStream.class, "overflows");
    private static final AtomicReferenceFieldUpdater<RemoteStream, @Nullable StreamEnd> END_REASON = AtomicReferenceFieldUpdater
            .newUpdater(RemoteStream.class, StreamEnd.class, "endReason");

    private final long ssrc;
    private final boolean intake;
    private final int clockRate;
    private final TimingExtensions extensions;
    private final SlotPool pool;
    private final StreamQueue queue;
    /** What the task has moved, for the merge. */
    private final SlotStack moved = new SlotStack();
    private final ReceptionStatistics reception;
    final StreamLifecycle lifecycle = new StreamLifecycle();

    /** Packets that found no room, and how many of them the task has seen. */
    private volatile long overflows;
    private long overflowsSeen;

    /** Why the task should end; null while it should not. Set by the transport task; the stream task withdraws IDLE. */
    private volatile @Nullable StreamEnd endReason;
    /** No more packets are taken. */
    private volatile boolean closed;
    /** Everything offered before this time has been moved. */
    private volatile long drainedUpToNs;
    /** The thread of the task, to be unparked. */
    private volatile @Nullable Thread task;
    /**
     * Whether the queue has been left empty since the task was last asked to run. Used by the task, and, like all that is
     * the task's, by the transport task while there is none or it sleeps. The life cycle hands it over.
     */
    private boolean caughtUp = true;

    /** Set before the first task starts. */
    private ArrivalClock arrivalClock = new ArrivalClock();

    // Stream task only.
    private long arrivalOffsetNs;
    private long latestArrivalNs = Long.MIN_VALUE;
    /** The stamp of the last packet that was not behind. */
    private long latestArrivalStampNs;
    /** What is about to be moved, from the newest to the oldest. */
    private @Nullable PacketSlot newestMoved;
    private @Nullable PacketSlot oldestMoved;

    // Transport task only.
    /** Packets that came in by another way, in front of those that were moved. */
    private @Nullable PacketSlot firstAdopted;
    private @Nullable PacketSlot lastAdopted;
    private @Nullable PacketSlot firstMoved;
    private long lastSeenNs;
    /** When the task was last asked to run after it had caught up. */
    private long askedNs;
    private boolean estimated;

    RemoteStream(long ssrc, int clockRate, TimingExtensions extensions, SlotPool pool, int queueCapacity, long nowNs) {
        this(ssrc, false, clockRate, extensions, pool, queueCapacity, nowNs);
    }

    private RemoteStream(long ssrc, boolean intake, int clockRate, TimingExtensions extensions, SlotPool pool,
            int queueCapacity, long nowNs) {
        this.ssrc = ssrc;
        this.intake = intake;
        this.clockRate = clockRate;
        this.extensions = extensions;
        this.pool = pool;
        this.queue = new StreamQueue(queueCapacity);
        this.reception = new ReceptionStatistics(clockRate);
        this.drainedUpToNs = nowNs;
        this.lastSeenNs = nowNs;
        this.askedNs = nowNs;
    }

    /**
     * A stream of packets of many SSRCs, which has to be sorted into the streams of those SSRCs and never goes to the
     * estimator as it is. Its queue stays open.
     */
    static RemoteStream intake(TimingExtensions extensions, SlotPool pool, int queueCapacity, long nowNs) {
        RemoteStream intake = new RemoteStream(0, true, PacketView.UNKNOWN_CLOCK_RATE, extensions, pool, queueCapacity,
                nowNs);
        intake.queue.open();
        return intake;
    }

    long ssrc() {
        return ssrc;
    }

    boolean isIntake() {
        return intake;
    }

    // ---- RTP threads, any number at once

    /** Queues a packet. Never blocks, allocates or locks. */
    Offered offer(ByteBuffer packet, int headerLength, long arrivalTimeNs, long ordinal, long nowNs) {
        // Asked first: a stream with too many packets must not take the slots of the others.
        PacketSlot slot = queue.hasRoom() ? pool.take() : null;
        if (slot == null) {
            OVERFLOWS.incrementAndGet(this);
            return Offered.REFUSED;
        }
        try {
            slot.fill(packet, headerLength, extensions, clockRate);
        } catch (Throwable e) {
            pool.giveBack(slot); // somebody else uses the buffer
            throw e;
        }
        slot.arrivalTimeNs = arrivalTimeNs;
        slot.ordinal = ordinal;
        slot.nowNs = nowNs;
        Offered offered = queue.offer(slot);
        if (offered == Offered.ASIDE) {
            lifecycle.request();
        } else if (offered == Offered.REFUSED) {
            pool.giveBack(slot);
            OVERFLOWS.incrementAndGet(this);
        }
        return offered;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether nobody will take out what is put aside from now on, or was by the calling thread just before. */
    boolean isOver() {
        return lifecycle.isRetired();
    }

    /**
     * Gives back what was offered too late for anybody to take it out.
     *
     * @return how many packets
     */
    int giveBackOrphans() {
        int orphans = 0;
        for (PacketSlot slot = queue.takeOrphans(); slot != null; orphans++) {
            PacketSlot next = slot.next;
            pool.giveBack(slot);
            slot = next;
        }
        return orphans;
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
     * Moves what waits in the queue on, to where the merge takes it from.
     *
     * @param nowNs the time, read before this call
     * @return how many packets had an arrival time before that of the packet before
     */
    int drain(long nowNs) {
        int clamped = 0;
        caughtUp = false;
        try {
            for (PacketSlot slot = queue.poll(); slot != null; slot = queue.poll()) {
                if (bringForward(slot)) {
                    clamped++;
                }
                reception.onPacket(slot);
                move(slot);
            }
        } finally {
            handOn();
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

    private void move(PacketSlot slot) {
        slot.next = newestMoved;
        newestMoved = slot;
        if (oldestMoved == null) {
            oldestMoved = slot;
        }
    }

    /** All at once: what two threads share is touched once for each drain, not for each packet. */
    private void handOn() {
        if (newestMoved != null && oldestMoved != null) {
            moved.pushAll(newestMoved, oldestMoved);
            newestMoved = null;
            oldestMoved = null;
        }
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
        long now = overflows;
        long since = now - overflowsSeen;
        overflowsSeen = now;
        return since;
    }

    @Nullable
    StreamEnd endReason() {
        return endReason;
    }

    /** A packet came between the decision that the stream is idle and the end of its task. */
    void withdrawIdle() {
        END_REASON.compareAndSet(this, StreamEnd.IDLE, null);
    }

    /**
     * Ends the task unless packets came meanwhile. Without a task a stream keeps neither a queue's memory nor a thread.
     *
     * @return false if the task goes on
     */
    boolean leaveTask() {
        Thread thread = task;
        boolean left = false;
        task = null;
        try {
            left = (intake || queue.isEmpty() && queue.shut()) && lifecycle.end(queue);
        } finally {
            if (!left) {
                task = thread;
            }
        }
        return left;
    }

    // ---- transport task

    /** Makes it one of the streams that share a clock for arrival times; before its first task. */
    void share(ArrivalClock clock) {
        arrivalClock = clock;
    }

    /** Takes up a request for a task; the queue gets its memory, or, if it throws, the request stands. */
    boolean claimStart(long nowNs) {
        if (!lifecycle.isRequested()) {
            return false;
        }
        queue.open();
        if (!lifecycle.claimStart()) {
            return false;
        }
        asked(nowNs);
        withdrawIdle();
        return true;
    }

    /**
     * Lets the task run if it sleeps and there is something to do: packets to move, or an end to come to. Few packets are
     * moved here and now: to wake a thread for one costs far more.
     *
     * @param few how many those are at most
     * @return how many packets moved here had an arrival time before that of the packet before
     */
    int wakeTaskIfNeeded(long nowNs, int few) {
        boolean hasToEnd = endReason != null;
        if (queue.isEmpty() && !hasToEnd) {
            if (lifecycle.isQuiet()) {
                // A packet that comes next must not hold the merge: it was offered after this.
                drainedUpToNs = nowNs;
            }
            return 0;
        }
        if (!lifecycle.isParked()) {
            return 0;
        }
        if (!hasToEnd) {
            queue.open(); // a task that was to end and goes on has given it up
        }
        asked(nowNs);
        int clamped = 0;
        if (!hasToEnd && queue.size() <= few && overflows == overflowsSeen && lifecycle.help()) {
            try {
                clamped = drain(nowNs);
            } finally {
                lifecycle.helped();
            }
            if (caughtUp) {
                return clamped;
            }
        }
        Thread thread = task;
        if (lifecycle.wake() && thread != null) {
            LockSupport.unpark(thread);
        }
        return clamped;
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
        StreamEnd before = endReason;
        if (before == null || before == StreamEnd.IDLE) {
            endReason = reason;
        }
    }

    /**
     * Up to when everything offered has been moved.
     *
     * <p>A stream that stalls is passed over. Its delay counts from when its task was asked to run and not from its
     * last drain, for it is no fault of the stream when the transport task itself was held up and asked nobody.
     *
     * @param nowNs the time, read before this call and before the tasks were asked to run
     * @param maxDelayNs how far a stream that stalls may be behind
     */
    long watermarkNs(long nowNs, long maxDelayNs) {
        // In this order: a packet taken from the queue before the first look has been moved at the second.
        if (queue.isEmpty() && lifecycle.isQuiet()) {
            drainedUpToNs = nowNs;
            return nowNs;
        }
        boolean stalls = nowNs - askedNs > maxDelayNs;
        return stalls ? Math.max(drainedUpToNs, nowNs - maxDelayNs) : drainedUpToNs;
    }

    /** Puts a packet that came in by another way in front of what was moved. */
    void adopt(PacketSlot slot) {
        if (lastAdopted == null) {
            firstAdopted = slot;
        } else {
            lastAdopted.next = slot;
        }
        lastAdopted = slot;
    }

    @Nullable
    PacketSlot peek() {
        PacketSlot adopted = firstAdopted;
        if (adopted != null) {
            return adopted;
        }
        PacketSlot slot = firstMoved;
        if (slot == null) {
            slot = moved.takeAll();
            firstMoved = slot;
        }
        return slot;
    }

    @Nullable
    PacketSlot poll() {
        PacketSlot slot = peek();
        if (slot == null) {
            return null;
        }
        if (slot != firstAdopted) {
            firstMoved = slot.next;
            queue.left();
        } else {
            firstAdopted = slot.next;
            if (firstAdopted == null) {
                lastAdopted = null;
            }
        }
        slot.next = null;
        return slot;
    }

    /** Lets the RTP threads know how many packets have gone to the estimator; once per tick. */
    void makeRoom() {
        queue.makeRoom();
    }

    /**
     * Stands in for a task that will never be there again: moves what is left, and the queue takes nothing more.
     *
     * @return how many packets had an arrival time before that of the packet before
     */
    int drainInPlaceOfTask(long nowNs) {
        int clamped = drain(nowNs);
        // Twice: what is found in the queue then comes before what is put aside, but not before what was.
        queue.shut();
        return clamped + drain(nowNs);
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

    /** Whether a thread runs this stream's task. */
    boolean isRunBy(Thread thread) {
        return task == thread;
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
