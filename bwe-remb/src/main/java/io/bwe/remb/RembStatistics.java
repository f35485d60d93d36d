package io.bwe.remb;

import io.bwe.api.DelayHistogram;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.StreamStatistics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * The counters. Plain atomic numbers: they are read without locking, and counting allocates nothing even under
 * contention. Whatever happens for every packet is counted by the transport task in batches, never by an RTP thread.
 */
final class RembStatistics implements InterceptorStatistics {
    private static final Consumer<RemoteStream> NUDGE = RemoteStream::nudge;

    final AtomicLong estimated = new AtomicLong();
    final AtomicLong accepted = new AtomicLong();
    /** Without a send time, but not late. */
    final AtomicLong inTimeWithoutSendTime = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong withoutSendTime = new AtomicLong();
    final AtomicLong malformed = new AtomicLong();
    final AtomicLong untracked = new AtomicLong();
    final AtomicLong late = new AtomicLong();
    final AtomicLong clamped = new AtomicLong();
    final AtomicLong sentOnInterval = new AtomicLong();
    final AtomicLong sentOnDecrease = new AtomicLong();
    final AtomicLong overuses = new AtomicLong();
    final AtomicLong estimatorThrows = new AtomicLong();
    final AtomicLong swaps = new AtomicLong();
    final AtomicLong shadowsDropped = new AtomicLong();
    final AtomicLong writerThrows = new AtomicLong();
    final AtomicLong listenerThrows = new AtomicLong();
    final AtomicLong explanationsDropped = new AtomicLong();
    final AtomicLong workerThrows = new AtomicLong();
    final AtomicLong started = new AtomicLong();
    final AtomicInteger active = new AtomicInteger();
    final DelayCounts delays = new DelayCounts();
    volatile boolean quarantined;

    private final AtomicLongArray ended = new AtomicLongArray(StreamEnd.values().length);
    private final CopyOnWriteArrayList<RemoteStream> tracked = new CopyOnWriteArrayList<>();

    void streamStarted() {
        started.incrementAndGet();
        active.incrementAndGet();
    }

    void streamEnded(StreamEnd reason) {
        ended.incrementAndGet(reason.ordinal());
        active.decrementAndGet();
    }

    void track(RemoteStream stream) {
        tracked.add(stream);
    }

    void untrack(RemoteStream stream) {
        tracked.remove(stream);
    }

    /** Whether a thread runs the task of a stream. */
    boolean isTaskOfStream(Thread thread) {
        return tracked.stream().anyMatch(stream -> stream.isRunBy(thread));
    }

    /** Has every stream's task look round. Allocates nothing. */
    void nudgeStreams() {
        tracked.forEach(NUDGE);
    }

    @Override
    public long packets(PacketResult result) {
        return switch (result) {
            case ACCEPTED -> accepted.get();
            case NO_SEND_TIME -> inTimeWithoutSendTime.get();
            case LATE -> late.get();
            case DROPPED -> dropped.get();
            case MALFORMED -> malformed.get();
            case UNTRACKED -> untracked.get();
        };
    }

    @Override
    public long packetsEstimated() {
        return estimated.get();
    }

    @Override
    public long packetsDropped() {
        return dropped.get();
    }

    @Override
    public long packetsWithoutSendTime() {
        return withoutSendTime.get();
    }

    @Override
    public long packetsMalformed() {
        return malformed.get();
    }

    @Override
    public long packetsUntracked() {
        return untracked.get();
    }

    @Override
    public long packetsLate() {
        return late.get();
    }

    @Override
    public long arrivalsClamped() {
        return clamped.get();
    }

    @Override
    public long rembsSentOnInterval() {
        return sentOnInterval.get();
    }

    @Override
    public long rembsSentOnDecrease() {
        return sentOnDecrease.get();
    }

    @Override
    public long overuseDetections() {
        return overuses.get();
    }

    @Override
    public long estimatorErrors() {
        return estimatorThrows.get();
    }

    @Override
    public boolean estimatorQuarantined() {
        return quarantined;
    }

    @Override
    public long estimatorSwaps() {
        return swaps.get();
    }

    @Override
    public long shadowsDropped() {
        return shadowsDropped.get();
    }

    @Override
    public long writerErrors() {
        return writerThrows.get();
    }

    @Override
    public long listenerErrors() {
        return listenerThrows.get();
    }

    @Override
    public long explanationsDropped() {
        return explanationsDropped.get();
    }

    @Override
    public long workerErrors() {
        return workerThrows.get();
    }

    @Override
    public long streamsStarted() {
        return started.get();
    }

    @Override
    public long streamsEnded(StreamEnd reason) {
        return ended.get(reason.ordinal());
    }

    @Override
    public int streamsActive() {
        return active.get();
    }

    @Override
    public int queueSize() {
        int size = 0;
        for (RemoteStream stream : tracked) {
            size += stream.queueSize();
        }
        return size;
    }

    @Override
    public DelayHistogram estimateDelays() {
        return delays;
    }

    @Override
    public List<StreamStatistics> streams() {
        return tracked.stream().filter(stream -> !stream.isIntake())
                .map(stream -> stream.reception().read(stream.ssrc(), stream.lifecycle.hasTask())).toList();
    }
}
