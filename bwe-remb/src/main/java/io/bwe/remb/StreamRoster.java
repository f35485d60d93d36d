package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The streams of one transport as they come, sleep, end and come back: sees that each has a task while it has packets,
 * ends the idle, and keeps those that are over until their tasks are gone.
 *
 * <p>Starts no thread itself. Used by the transport task only.
 */
final class StreamRoster {
    private final ArrivalMerge merge;
    private final EstimatorFeed feed;
    private final SlotPool pool;
    private final RembStatistics statistics;
    /** Asks the owner to fork a task for a stream. */
    private final Consumer<RemoteStream> starter;

    private final ArrivalClock arrivalClock = new ArrivalClock();
    private final List<UnsignalledStreams> unsignalled = new ArrayList<>();
    /** Streams that are over for the estimator and whose task or last packets are not gone yet. */
    private final List<RemoteStream> leaving = new ArrayList<>();

    StreamRoster(ArrivalMerge merge, EstimatorFeed feed, SlotPool pool, RembStatistics statistics,
            Consumer<RemoteStream> starter) {
        this.merge = merge;
        this.feed = feed;
        this.pool = pool;
        this.statistics = statistics;
        this.starter = starter;
    }

    /** Takes a stream in, or, if it throws, does not. */
    void open(RemoteStream stream) {
        stream.share(arrivalClock);
        merge.add(stream);
        try {
            statistics.track(stream);
        } catch (Throwable e) {
            merge.remove(stream);
            throw e;
        }
    }

    /** Takes them in, or, if it throws, does not. */
    void open(UnsignalledStreams streams) {
        unsignalled.add(streams);
        try {
            open(streams.intake());
        } catch (Throwable e) {
            unsignalled.remove(streams);
            throw e;
        }
    }

    /**
     * Lets every stream that has packets, or is to end, run; gives a task to those that have none. A stream for which there
     * is no memory holds up no other, and has its turn again at the next tick.
     *
     * @param few up to how many packets of a stream are moved at once in place of its task
     * @param trouble told of what was thrown
     * @return whether any stream has a task, or is about to
     */
    boolean startAndWakeTasks(long nowNs, int few, Consumer<Throwable> trouble) {
        boolean anyLives = false;
        List<RemoteStream> streams = merge.streams();
        for (int i = 0; i < streams.size(); i++) {
            RemoteStream stream = streams.get(i);
            try {
                startOrWake(stream, nowNs, few);
            } catch (Throwable e) {
                trouble.accept(e);
            }
            anyLives |= !stream.lifecycle.hasEnded();
        }
        return anyLives;
    }

    private void startOrWake(RemoteStream stream, long nowNs, int few) {
        if (!stream.queueIsEmpty()) {
            // Who put a packet aside has asked already; who offered to a queue whose task failed has not.
            stream.lifecycle.request();
        }
        if (stream.claimStart(nowNs)) {
            start(stream);
        }
        int clamped = stream.wakeTaskIfNeeded(nowNs, few);
        if (clamped > 0) {
            statistics.clamped.addAndGet(clamped);
        }
    }

    private void start(RemoteStream stream) {
        try {
            starter.accept(stream);
        } catch (Throwable e) {
            // Else it would be starting for ever; the next tick asks again.
            stream.lifecycle.startFailed();
            throw e;
        }
    }

    /** Gives packets without announcement to the streams of their SSRCs. */
    void admitUnsignalled() {
        for (int i = 0; i < unsignalled.size(); i++) {
            unsignalled.get(i).admit(this);
        }
    }

    /**
     * After the estimator has had its packets: makes room for others, and ends the streams that have been idle for too
     * long. Strictly for longer than the time-out, and judged only by a time up to which every packet is known.
     */
    void endTurn(long handedOnNs, long idleTimeoutNs) {
        List<RemoteStream> streams = merge.streams();
        for (int i = 0; i < streams.size(); i++) {
            RemoteStream stream = streams.get(i);
            stream.makeRoom();
            if (handedOnNs - stream.lastSeenNs() <= idleTimeoutNs || stream.peek() != null) {
                continue;
            }
            forget(stream, handedOnNs);
            if (!stream.lifecycle.hasEnded()) {
                stream.endTask(StreamEnd.IDLE);
            }
        }
    }

    /** A stream is over for the estimator; what still comes of it is refused. May be repeated. */
    void end(RemoteStream stream, StreamEnd reason, long nowNs) {
        if (!merge.streams().contains(stream)) {
            return;
        }
        stream.closeIngress();
        stream.endTask(reason);
        forget(stream, nowNs);
        leaving.add(stream);
        merge.remove(stream);
    }

    /** Ends a stream that has to make room: in its turn, after every packet stamped before. May be repeated. */
    void evict(RemoteStream stream, long nowNs) {
        stream.closeIngress();
        stream.endTask(StreamEnd.EVICTED);
        merge.addEvent(new TransportEvent.StreamEnded(stream, nowNs));
    }

    private void forget(RemoteStream stream, long nowNs) {
        if (stream.isEstimated()) {
            feed.removeStream(stream, nowNs);
            stream.forgotten();
        }
    }

    /** Whether a stream is over, so that its packets are refused. */
    boolean isLeaving(RemoteStream stream) {
        return !leaving.isEmpty() && leaving.contains(stream);
    }

    void refused(PacketSlot packet) {
        statistics.untracked.incrementAndGet();
        pool.release(packet);
    }

    /** Lets go of the streams that are over and whose tasks have ended. */
    void letStreamsLeave(long nowNs) {
        for (Iterator<RemoteStream> all = leaving.iterator(); all.hasNext();) {
            RemoteStream stream = all.next();
            if (bringToEnd(stream, nowNs)) {
                // The stream has no task any more, so this thread may stand in for it.
                stream.drainInPlaceOfTask(nowNs);
                for (PacketSlot packet = stream.poll(); packet != null; packet = stream.poll()) {
                    refused(packet);
                }
                statistics.untrack(stream);
                all.remove();
            }
        }
    }

    /** Whether a stream may have packets, a task, or something the estimator has to forget in time. */
    boolean isBusy() {
        if (!leaving.isEmpty()) {
            return true;
        }
        List<RemoteStream> streams = merge.streams();
        for (int i = 0; i < streams.size(); i++) {
            RemoteStream stream = streams.get(i);
            if (!stream.lifecycle.hasEnded() || stream.isEstimated() || stream.peek() != null) {
                return true;
            }
        }
        return false;
    }

    /** How many streams there are, intakes among them. */
    int streams() {
        return merge.streams().size();
    }

    int intakes() {
        return unsignalled.size();
    }

    /** Whether a packet waits in a queue. */
    boolean hasQueuedPackets() {
        List<RemoteStream> streams = merge.streams();
        for (int i = 0; i < streams.size(); i++) {
            if (!streams.get(i).queueIsEmpty()) {
                return true;
            }
        }
        return false;
    }

    // ---- the end of all

    /** Takes no more packets and tells every task to end. */
    void closeAll() {
        for (RemoteStream stream : merge.streams()) {
            stream.closeIngress();
            stream.endTask(StreamEnd.CLOSE);
        }
    }

    /** Brings every task nearer to its end; true once there is none. */
    boolean allEnded(long nowNs) {
        boolean ended = true;
        for (RemoteStream stream : merge.streams()) {
            ended &= bringToEnd(stream, nowNs);
        }
        for (RemoteStream stream : leaving) {
            ended &= bringToEnd(stream, nowNs);
        }
        return ended;
    }

    /** Moves what the tasks have left behind, in their place; for streams that have none any more. */
    void drainInPlaceOfTasks(long nowNs) {
        retireAndDrain(nowNs);
        admitUnsignalled();
        // Those that have just been opened.
        closeAll();
        retireAndDrain(nowNs);
    }

    private void retireAndDrain(long nowNs) {
        for (RemoteStream stream : merge.streams()) {
            if (stream.lifecycle.retire()) {
                statistics.clamped.addAndGet(stream.drainInPlaceOfTask(nowNs));
            }
        }
    }

    /** True once the stream has no task and will have none. */
    private static boolean bringToEnd(RemoteStream stream, long nowNs) {
        stream.wakeTaskIfNeeded(nowNs, 0);
        return stream.lifecycle.retire();
    }
}
