package io.bwe.remb;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.EstimateListener;
import io.bwe.api.EstimateView;
import io.bwe.api.RtcpWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told to the outside, and the task that tells it: REMBs to the RTCP writer, changes to the listeners.
 *
 * <p>Both are the application's code, which may be slow, so they run in a task of their own; the transport task leaves
 * the newest REMB and the newest estimate here and goes on. What could not be told in time is replaced by what is
 * newer: late REMBs are worth nothing.
 */
final class Outbox implements Runnable {
    private final @Nullable Executor writerExecutor;
    private final RembStatistics statistics;
    private final InterceptorRecorder recorder;
    private final TroubleLog log;
    private final TaskGuard guard;
    final Sleeper sleeper = new Sleeper();
    /** What the task does, made beforehand: the path to a guard must not take memory. */
    private final Runnable round = this::round;
    private final Runnable writing = this::writeAll;
    private final Runnable writingElsewhere = this::writeElsewhere;
    private final BooleanSupplier hasWork = this::hasWork;
    private final UserCodeGate writerGate = new UserCodeGate();
    private final UserCodeGate listenerGate = new UserCodeGate();

    private final CopyOnWriteArrayList<EstimateListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<RembScheduler.@Nullable Due> remb = new AtomicReference<>();
    private final AtomicBoolean executorBusy = new AtomicBoolean();
    private volatile @Nullable RtcpWriter writer;
    private volatile EstimateView change = EstimateView.NONE;
    private volatile boolean closed;
    private final Explanations explanations;

    /** What the listeners know. This task only. */
    private EstimateView told = EstimateView.NONE;

    Outbox(@Nullable Executor writerExecutor, RembStatistics statistics, InterceptorRecorder recorder,
            TroubleLog log) {
        this.writerExecutor = writerExecutor;
        this.statistics = statistics;
        this.recorder = recorder;
        this.log = log;
        this.guard = new TaskGuard(statistics, log);
        this.explanations = new Explanations(statistics, log, listenerGate, sleeper::wake);
    }

    // ---- any thread

    void setWriter(RtcpWriter next) {
        writer = next;
    }

    boolean hasWriter() {
        return writer != null;
    }

    Subscription subscribe(EstimateListener listener) {
        // A wrapper of its own, so that a listener subscribed twice is told twice and unsubscribed once.
        EstimateListener subscribed = listener::onEstimate;
        listeners.add(subscribed);
        return () -> listeners.remove(subscribed);
    }

    /** What listeners are told in words. */
    Explanations explanations() {
        return explanations;
    }

    /** No call into the application's code starts after this has returned. */
    void shut() {
        writerGate.shut();
        listenerGate.shut();
    }

    /** Lets the task end. */
    void close() {
        closed = true;
        sleeper.interruptNap();
    }

    /** The calls into the application's code that began before {@link #shut()} and have not ended. */
    List<String> stuckCalls() {
        return Stream.of(writerGate.stillInside(), listenerGate.stillInside()).filter(Objects::nonNull).toList();
    }

    /** Whether a thread is in a call that began before {@link #shut()}. */
    boolean isInside(Thread thread) {
        return writerGate.isInside(thread) || listenerGate.isInside(thread);
    }

    /**
     * Waits for the call of the writer that began before {@link #shut()}. The executor makes it, which ends with no
     * task of ours.
     *
     * @return false if it has not ended in time
     */
    boolean awaitWriter(long timeout, TimeUnit unit) throws InterruptedException {
        return writerGate.awaitOutside(timeout, unit);
    }

    // ---- transport task

    void put(RembScheduler.Due due) {
        remb.set(due);
        sleeper.wake();
    }

    /** Estimate, usage or live streams have changed. */
    void put(EstimateView changed) {
        change = changed;
        if (!listeners.isEmpty()) {
            sleeper.wake();
        }
    }

    // ---- the task

    @Override
    public void run() {
        sleeper.enter();
        while (!closed) {
            // The application's code is caught where it is called; this is for the rest, such as want of memory.
            guard.attempt("the REMB task failed", round);
        }
    }

    private void round() {
        // Ours come after closing only; the application's code may leave one behind, and no park would hold.
        Thread.interrupted();
        tellAll();
        sleeper.sleepUnless(hasWork);
    }

    /** Tells what has come since the last call; of explanations one, so that no REMB waits for many of them. */
    void tellAll() {
        tellListeners();
        if (writerExecutor == null) {
            writeAll();
        } else {
            writeOn(writerExecutor);
        }
        explanations.tellNext();
    }

    boolean hasWork() {
        return closed || remb.get() != null && !executorBusy.get() || change != told
                || explanations.isWaiting();
    }

    private void tellListeners() {
        EstimateView latest = change;
        if (latest == told) {
            return;
        }
        for (EstimateListener listener : listeners) {
            listenerGate.run("an estimate listener", new Telling(listener, latest));
        }
        told = latest; // only now: rather tell a listener twice than not at all
    }

    private final class Telling implements Runnable {
        private final EstimateListener listener;
        private final EstimateView latest;

        Telling(EstimateListener listener, EstimateView latest) {
            this.listener = listener;
            this.latest = latest;
        }

        @Override
        public void run() {
            try {
                listener.onEstimate(latest);
            } catch (Throwable e) {
                statistics.listenerThrows.incrementAndGet();
                log.report("an estimate listener threw", e);
            }
        }
    }

    private static final class Writing implements Runnable {
        private final RtcpWriter writer;
        private final ByteBuffer packet;

        Writing(RtcpWriter writer, ByteBuffer packet) {
            this.writer = writer;
            this.packet = packet;
        }

        @Override
        public void run() {
            writer.writeRtcp(packet);
        }
    }

    private void writeOn(Executor executor) {
        // One call at a time: whoever holds the flag writes until nothing is left.
        if (remb.get() == null || !executorBusy.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(writingElsewhere);
        } catch (Throwable e) {
            executorBusy.set(false);
            remb.set(null);
            statistics.writerThrows.incrementAndGet();
            log.report("the executor of the RTCP writer refused a REMB", e);
        }
    }

    /** On a thread of the executor, which gets none of our failures. */
    private void writeElsewhere() {
        guard.attempt("writing a REMB failed", writing);
        executorBusy.set(false);
        sleeper.wake();
    }

    private void writeAll() {
        for (RembScheduler.Due due = remb.getAndSet(null); due != null; due = remb.getAndSet(null)) {
            RtcpWriter to = writer;
            if (to != null) {
                write(due, to);
            }
        }
    }

    private void write(RembScheduler.Due due, RtcpWriter to) {
        List<ByteBuffer> packets;
        try {
            packets = due.packet().encode();
        } catch (Throwable e) {
            remb.compareAndSet(null, due); // not lost for want of memory, unless there is a newer one
            throw e;
        }
        try {
            for (ByteBuffer packet : packets) {
                if (!writerGate.run("the RTCP writer", new Writing(to, packet))) {
                    return;
                }
            }
            (due.atOnce() ? statistics.sentOnDecrease : statistics.sentOnInterval).incrementAndGet();
            recorder.rembSent(due);
        } catch (Throwable e) {
            statistics.writerThrows.incrementAndGet();
            log.report("the RTCP writer threw", e);
        }
    }
}
