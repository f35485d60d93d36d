package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.NanoClock;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * The one task of an interceptor that knows all streams. Once per tick it lets the streams with packets run, merges
 * what they have delivered, feeds the estimator, ends the idle and asks whether a REMB is due. While no stream lives it
 * sleeps, and the next packet wakes it.
 *
 * <p>It is the only thread that touches merge, roster, estimator and scheduler. Others reach it by {@link #post},
 * {@link #bind} and {@link #wake()}.
 */
final class TransportTask implements Runnable, ArrivalMerge.Sink {
    /** How often the end looks whether the stream tasks have ended. */
    private static final long END_NAP_NS = 1_000_000;

    private final NanoClock clock;
    private final long tickNs;
    private final long idleTimeoutNs;
    private final EstimatorFeed feed;
    private final RembScheduler scheduler;
    private final Outbox outbox;
    private final RembStatistics statistics;
    private final TroubleLog log;
    private final Runnable finished;

    private final Sleeper sleeper = new Sleeper();
    private final ArrivalMerge merge;
    private final StreamRoster roster;
    /** What other threads want done, in the order in which they asked. */
    private final MpscUnboundedAtomicArrayQueue<Runnable> inbox = new MpscUnboundedAtomicArrayQueue<>(16);
    private volatile boolean closing;
    private volatile boolean insideEstimator;
    private EstimateView told = EstimateView.NONE;

    /**
     * @param starter asks the owner to fork a task for a stream
     * @param finished tells the owner that nothing will be forked any more
     */
    TransportTask(RembOptions.Settings settings, long idleTimeoutNs, NanoClock clock, EstimatorFeed feed,
            RembScheduler scheduler, Outbox outbox, RembStatistics statistics, TroubleLog log,
            Consumer<RemoteStream> starter, Runnable finished) {
        this.tickNs = settings.tick().toNanos();
        this.idleTimeoutNs = idleTimeoutNs;
        this.clock = clock;
        this.feed = feed;
        this.scheduler = scheduler;
        this.outbox = outbox;
        this.statistics = statistics;
        this.log = log;
        this.finished = finished;
        this.merge = new ArrivalMerge(settings.producerMargin().toNanos(), settings.maxMergeDelay().toNanos(), this);
        this.roster = new StreamRoster(merge, feed, statistics, starter);
    }

    // ---- any thread

    /** Wakes the task if it sleeps for lack of work. Costs one read if it does not. */
    void wake() {
        sleeper.wake();
    }

    /** Puts an event between the packets stamped before it and the others. */
    void post(TransportEvent event) {
        tell(() -> {
            if (event instanceof TransportEvent.StreamEnded(RemoteStream stream, long at)) {
                stream.endTask(StreamEnd.UNBIND);
            }
            merge.addEvent(event);
        });
    }

    /** Takes a stream in. Packets stamped after this call are seen. */
    void bind(RemoteStream stream) {
        tell(() -> roster.open(stream));
    }

    /** Takes in the way for packets without announcement. */
    void bind(UnsignalledStreams streams) {
        tell(() -> roster.open(streams));
    }

    /** Has it look at what has changed, also if it sleeps. */
    void look() {
        tell(() -> {
        });
    }

    private void tell(Runnable what) {
        if (closing) {
            return; // nobody would ever take it out
        }
        inbox.offer(what);
        sleeper.wake();
    }

    /** Asks the task to estimate what is left, end all streams and end itself. */
    void close() {
        closing = true;
        sleeper.interruptNap();
    }

    /** Whether the task is in a call of an estimator, or between two. */
    boolean isInsideEstimator() {
        return insideEstimator;
    }

    // ---- the task

    @Override
    public void run() {
        sleeper.enter();
        try {
            while (!closing) {
                // Ours come after closing only; the application's code may leave one behind, and no park would hold.
                Thread.interrupted();
                if (guardedTick()) {
                    sleeper.nap(tickNs);
                } else {
                    sleeper.sleepUnless(this::hasWork);
                }
            }
            finish();
        } finally {
            finished.run();
        }
    }

    /** One tick; what goes wrong in it is counted, and the next tick tries again. */
    private boolean guardedTick() {
        try {
            tick();
            return merge.hasEvents() || roster.isBusy() || hasWork();
        } catch (Throwable e) {
            failed("the transport task failed", e);
            return true;
        }
    }

    private void tick() {
        // Read before anything is looked at: whatever was stamped before it and offered is found below.
        long nowNs = clock.nanoTime();
        takeIn();
        roster.startAndWakeTasks(nowNs);
        long watermarkNs = merge.watermarkNs(nowNs);
        roster.admitUnsignalled();
        insideEstimator = true;
        try {
            feed.beginTick(nowNs);
            long handedOnNs = merge.release(watermarkNs);
            feed.onTime(handedOnNs);
            roster.endIdleStreams(handedOnNs, idleTimeoutNs);
            roster.letStreamsLeave(nowNs);
            publish(nowNs);
        } finally {
            insideEstimator = false;
        }
    }

    private void takeIn() {
        for (Runnable what = inbox.poll(); what != null; what = inbox.poll()) {
            what.run();
        }
    }

    private void publish(long nowNs) {
        feed.publishCounts();
        EstimateView view = feed.conclude(nowNs);
        if (view != told) {
            told = view;
            outbox.put(view);
        }
        if (outbox.hasWriter()) {
            RembScheduler.Due due = scheduler.poll(view, nowNs);
            if (due != null) {
                outbox.put(due);
            }
        }
    }

    /** What others may have brought since the last look. */
    private boolean hasWork() {
        return closing || !inbox.isEmpty() || roster.hasQueuedPackets();
    }

    /** Estimates what is left and ends every stream task. An interrupt cuts it short. */
    private void finish() {
        try {
            takeIn();
            roster.closeAll();
            while (!roster.allEnded(clock.nanoTime()) && !Thread.currentThread().isInterrupted()) {
                sleeper.nap(END_NAP_NS);
            }
            long nowNs = clock.nanoTime();
            roster.drainInPlaceOfTasks(nowNs);
            insideEstimator = true;
            try {
                feed.beginTick(nowNs);
                merge.releaseAll();
                roster.letStreamsLeave(nowNs);
                publishLast(nowNs);
            } finally {
                insideEstimator = false;
            }
        } catch (Throwable e) {
            failed("the transport task failed at its end", e);
        }
    }

    private void publishLast(long nowNs) {
        feed.publishCounts();
        outbox.put(feed.conclude(nowNs));
    }

    private void failed(String what, Throwable thrown) {
        statistics.workerThrows.incrementAndGet();
        log.report(what, thrown);
    }

    // ---- what the merge hands on

    @Override
    public void packet(RemoteStream stream, PacketSlot packet) {
        if (roster.isLeaving(stream)) {
            roster.refused(packet);
            return;
        }
        try {
            feed.onPacket(stream, packet);
        } finally {
            packet.pool.release(packet);
        }
    }

    @Override
    public void event(TransportEvent event) {
        switch (event) {
            case TransportEvent.StreamEnded(RemoteStream stream, long nowNs) ->
                roster.end(stream, StreamEnd.UNBIND, nowNs);
            case TransportEvent.RttMeasured(long rttNs, long nowNs) -> feed.onRtt(rttNs, nowNs);
            case TransportEvent.EstimatorReset(long nowNs) -> feed.reset(nowNs);
            case TransportEvent.ShadowStarted(Shadow shadow, long nowNs) -> feed.startShadow(shadow);
            case TransportEvent.Capped(long bps, long nowNs) -> scheduler.cap(bps);
            case TransportEvent.Muted(boolean muted, long nowNs) -> scheduler.mute(muted);
        }
    }
}
