package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.NanoClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
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
    private static final String FAILURE = "the transport task failed";
    /** How often a tick gives way to the stream tasks that it has woken before it goes on without the slower ones. */
    private static final int GIVE_WAY = 4;
    /** How long after its last tick something must keep the task from running: 1 s, fifty ticks. */
    private static final long OVERDUE_NS = 1_000_000_000;

    private final NanoClock clock;
    private final long tickNs;
    private final long idleTimeoutNs;
    private final int queueCapacity;
    private final int fewPackets;
    private final EstimatorFeed feed;
    private final RembScheduler scheduler;
    private final Outbox outbox;
    private final RembStatistics statistics;
    private final TaskGuard guard;
    private final Runnable finished;
    private final Runnable nudger;
    /** What the task does, made beforehand: the path to a guard must not take memory. */
    private final Runnable firstHalf = this::beginTick;
    private final Runnable giveWay = this::giveWay;
    private final Runnable secondHalf = this::endTickAndSleep;
    private final Runnable endOfStreams = this::endStreams;
    private final Runnable endOfAll = this::estimateWhatIsLeft;
    private final BooleanSupplier hasWork = this::hasWork;
    private final Consumer<Throwable> streamTrouble = this::streamFailed;

    private final Sleeper sleeper = new Sleeper();
    private final SlotPool pool;
    private final ArrivalMerge merge;
    private final StreamRoster roster;
    /** What other threads want done, in the order in which they asked. */
    private final MpscUnboundedAtomicArrayQueue<Runnable> inbox = new MpscUnboundedAtomicArrayQueue<>(16);
    private final AtomicLong tickedNs;
    private volatile boolean closing;
    private volatile boolean insideEstimator;
    /** When the tick began. */
    private long nowNs;
    private EstimateView told = EstimateView.NONE;

    /**
     * @param starter asks the owner to fork a task for a stream
     * @param finished tells the owner that nothing will be forked any more
     * @param nudger has all other tasks look round, so that those that sleep on their carriers let go of them
     */
    TransportTask(RembOptions.Settings settings, long idleTimeoutNs, NanoClock clock, EstimatorFeed feed,
            RembScheduler scheduler, Outbox outbox, RembStatistics statistics, TroubleLog log,
            Consumer<RemoteStream> starter, Runnable finished, Runnable nudger) {
        this.tickNs = settings.tick().toNanos();
        this.idleTimeoutNs = idleTimeoutNs;
        this.queueCapacity = settings.queueCapacity();
        this.fewPackets = settings.fewPackets();
        long nowNs = clock.nanoTime();
        this.pool = new SlotPool(settings.packetReserve(), queueCapacity, nowNs);
        this.clock = clock;
        this.feed = feed;
        this.scheduler = scheduler;
        this.outbox = outbox;
        this.statistics = statistics;
        this.guard = new TaskGuard(statistics, log);
        this.finished = finished;
        this.nudger = nudger;
        this.tickedNs = new AtomicLong(nowNs);
        this.merge = new ArrivalMerge(settings.producerMargin().toNanos(), settings.maxMergeDelay().toNanos(), this);
        this.roster = new StreamRoster(merge, feed, pool, statistics, starter);
    }

    // ---- any thread

    /**
     * Wakes the task if it sleeps for lack of work. Costs two reads if it does not.
     *
     * @param nowNs the time of the packet that brings the work
     */
    void wake(long nowNs) {
        if (sleeper.wake()) {
            tickedNs.setRelease(nowNs); // nearly: until then it is not overdue
            return;
        }
        long before = tickedNs.get();
        if (nowNs - before > OVERDUE_NS && tickedNs.compareAndSet(before, nowNs)) {
            try {
                nudger.run();
            } finally {
                // Where there is no memory that takes long: the packets after this one are to go on for as long again.
                long afterNs = clock.nanoTime();
                tickedNs.setRelease(afterNs - nowNs > 0 ? afterNs : nowNs);
            }
        }
    }

    /** What all streams of the transport take their slots from. */
    SlotPool pool() {
        return pool;
    }

    /** Has the task look whether it has slept enough. */
    void nudge() {
        sleeper.nudge();
    }

    /** Puts an event between the packets stamped before it and the others. */
    void post(TransportEvent event) {
        tell(new Posted(event));
    }

    /** Takes a stream in. Packets stamped after this call are seen. */
    void bind(RemoteStream stream) {
        tell(new Bound(stream));
    }

    /** Takes in the way for packets without announcement. */
    void bind(UnsignalledStreams streams) {
        tell(new BoundUnsignalled(streams));
    }

    /** Has it look at what has changed, also if it sleeps. */
    void look() {
        tell(new Look());
    }

    private final class Posted implements Runnable {
        private final TransportEvent event;

        Posted(TransportEvent event) {
            this.event = event;
        }

        @Override
        public void run() {
            if (event instanceof TransportEvent.StreamEnded ended) {
                ended.stream().endTask(StreamEnd.UNBIND);
            }
            merge.addEvent(event);
        }
    }

    private final class Bound implements Runnable {
        private final RemoteStream stream;

        Bound(RemoteStream stream) {
            this.stream = stream;
        }

        @Override
        public void run() {
            roster.open(stream);
        }
    }

    private final class BoundUnsignalled implements Runnable {
        private final UnsignalledStreams streams;

        BoundUnsignalled(UnsignalledStreams streams) {
            this.streams = streams;
        }

        @Override
        public void run() {
            roster.open(streams);
        }
    }

    private static final class Look implements Runnable {
        @Override
        public void run() {
            // It has.
        }
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
        while (!closing) {
            // Both halves of a tick, and the streams' turn between them, are called by this method itself. The JDK keeps
            // the stack of a virtual thread that rests in one piece of memory, and brings it back frame by frame; where
            // the lower frames of one rest still lie there at the next, that takes another piece.
            if (guard.attempt(FAILURE, firstHalf)) {
                guard.attempt(FAILURE, giveWay);
                guard.attempt(FAILURE, secondHalf);
            }
        }
        guard.insist("the transport task failed to end the streams", endOfStreams);
        guard.insist("the transport task failed at its end", endOfAll);
        finished.run();
    }

    private void endTickAndSleep() {
        endTick();
        if (!closing) {
            // Ours come after closing only; an estimator may leave one behind, and no park would hold.
            Thread.interrupted();
        }
        if (merge.hasEvents() || roster.isBusy() || hasWork()) {
            sleeper.nap(tickNs);
        } else {
            giveUpSlots();
            sleeper.sleepUnless(hasWork);
        }
    }

    private void beginTick() {
        // Read before anything is looked at: whatever was stamped before it and offered is found below.
        nowNs = clock.nanoTime();
        tickedNs.setRelease(nowNs);
        takeIn();
        if (roster.startAndWakeTasks(nowNs, fewPackets, streamTrouble)) {
            makeSlots();
        }
    }

    private void streamFailed(Throwable thrown) {
        guard.failed("a stream could not be given its turn", thrown);
    }

    /** Slots take memory; without it, those that are there go round. */
    private void makeSlots() {
        try {
            pool.adapt(roster.streams(), roster.intakes() * queueCapacity, nowNs);
        } catch (Throwable e) {
            guard.failed("there is no memory for more packets", e);
        }
    }

    private void giveUpSlots() {
        try {
            pool.rest(roster.streams());
        } catch (Throwable e) {
            guard.failed("there is no memory to keep fewer packets", e);
        }
    }

    /**
     * Lets the stream tasks that were woken have their turn, so that what they deliver goes out in this tick and not in
     * the next. They are queued in front of this task, so that costs a fraction of another wake-up.
     */
    private void giveWay() {
        for (int i = 0; i < GIVE_WAY && !merge.isComplete(nowNs); i++) {
            Thread.yield();
        }
    }

    private void endTick() {
        long watermarkNs = merge.watermarkNs(nowNs);
        admitUnsignalled();
        insideEstimator = true;
        try {
            feed.beginTick(nowNs);
            long handedOnNs = merge.release(watermarkNs);
            feed.onTime(handedOnNs);
            roster.endTurn(handedOnNs, idleTimeoutNs);
            roster.letStreamsLeave(nowNs);
            publish();
        } finally {
            insideEstimator = false;
        }
    }

    /** New streams take memory; without it, those that are there go on. */
    private void admitUnsignalled() {
        try {
            roster.admitUnsignalled();
        } catch (Throwable e) {
            guard.failed("packets without announcement could not be admitted", e);
        }
    }

    private void takeIn() {
        for (Runnable what = inbox.peek(); what != null; what = inbox.peek()) {
            what.run();
            // Taken out only now: what could not be done is done at the next attempt.
            inbox.poll();
        }
    }

    private void publish() {
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

    /** Ends every stream task. An interrupt cuts it short. */
    private void endStreams() {
        takeIn();
        roster.closeAll();
        while (!roster.allEnded(clock.nanoTime()) && !Thread.currentThread().isInterrupted()) {
            sleeper.nap(END_NAP_NS);
        }
    }

    private void estimateWhatIsLeft() {
        long nowNs = clock.nanoTime();
        roster.drainInPlaceOfTasks(nowNs);
        insideEstimator = true;
        try {
            feed.beginTick(nowNs);
            merge.releaseAll();
            roster.letStreamsLeave(nowNs);
            feed.publishCounts();
            outbox.put(feed.conclude(nowNs));
        } finally {
            insideEstimator = false;
        }
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
            pool.release(packet);
        }
    }

    @Override
    public void event(TransportEvent event) {
        // No switch over patterns: it is linked where it is first run, and if that fails it can never be run.
        if (event instanceof TransportEvent.StreamEnded(RemoteStream stream, long nowNs)) {
            roster.end(stream, StreamEnd.UNBIND, nowNs);
        } else if (event instanceof TransportEvent.RttMeasured(long rttNs, long nowNs)) {
            feed.onRtt(rttNs, nowNs);
        } else if (event instanceof TransportEvent.EstimatorReset(long nowNs)) {
            feed.reset(nowNs);
        } else if (event instanceof TransportEvent.ShadowStarted(Shadow shadow, long nowNs)) {
            feed.startShadow(shadow);
        } else if (event instanceof TransportEvent.Capped(long bps, long nowNs)) {
            scheduler.cap(bps);
        } else if (event instanceof TransportEvent.Muted(boolean muted, long nowNs)) {
            scheduler.mute(muted);
        }
    }
}
