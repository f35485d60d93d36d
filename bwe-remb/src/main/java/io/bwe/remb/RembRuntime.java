package io.bwe.remb;

import io.bwe.api.CloseReport;
import io.bwe.api.Estimator;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.spi.EstimatorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one interceptor, and their end.
 *
 * <p>A scope may be used by the thread that opened it and by no other, so a virtual thread of its own, the owner, opens
 * it, forks into it what the transport task asks for, joins it and closes it. On the path of a packet nobody waits for
 * the owner.
 */
final class RembRuntime {
    private static final AtomicLong NUMBER = new AtomicLong();
    /** Marks the threads of a runtime, so that close() called by one of them does not wait for itself. */
    private static final ThreadLocal<RembRuntime> CURRENT = new ThreadLocal<>();

    private static final String STILL_RUNNING = "a task";

    private final long number = NUMBER.incrementAndGet();
    private final RembOptions.Settings settings;
    private final NanoClock clock;
    private final RembStatistics statistics;
    private final TroubleLog log;
    private final TaskGuard guard;
    private final InterceptorRecorder recorder;
    private final Outbox outbox;
    private final CloseActions closeActions;
    private final EstimatorRoles roles;
    private final ShadowEstimators shadows;
    private final TransportTask transport;
    private final Thread owner;

    /** Streams that need a task; from the transport task to the owner. */
    private final MpscUnboundedAtomicArrayQueue<RemoteStream> starts = new MpscUnboundedAtomicArrayQueue<>(16);
    private volatile boolean noMoreStarts;
    private final Sleeper ownerSleeper = new Sleeper();
    private @Nullable TaskScope scope;
    private final Runnable transportTask;
    private final Runnable rembTask;
    /** What the owner does, made beforehand: the path to a guard must not take memory. */
    private final Runnable begin = this::begin;
    private final Runnable startStreams = this::startStreams;
    private final Runnable endTasks = this::endTasks;
    private final Runnable leave = this::leave;
    private final Runnable actAtClose = this::actAtClose;
    private final Runnable mark = () -> CURRENT.set(this);
    private final BooleanSupplier mayHaveStarts = () -> noMoreStarts || !starts.isEmpty();

    private final AtomicReference<@Nullable Long> closeStartedNs = new AtomicReference<>();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final AtomicBoolean reported = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile CloseReport closeReport = CloseReport.OPEN;

    RembRuntime(InterceptorConfig config, RembOptions.Settings settings, EstimatorProvider provider,
            List<EstimatorProvider> shadowProviders, RembStatistics statistics) {
        this.settings = settings;
        this.clock = config.clock();
        this.statistics = statistics;
        this.log = new TroubleLog(clock);
        this.guard = new TaskGuard(statistics, log);
        this.recorder = new InterceptorRecorder("remb-" + number);
        this.outbox = new Outbox(config.writerExecutor().orElse(null), statistics, recorder, log);
        this.closeActions = new CloseActions(statistics, log);
        EstimatorConfig estimatorConfig = config.estimatorConfig();
        long idleTimeoutNs = estimatorConfig.idleTimeout().toNanos();
        Estimator estimator = provider.create(estimatorConfig);
        this.roles = new EstimatorRoles(provider.name(), estimatorConfig, this::lookAtRoles);
        this.shadows = new ShadowEstimators(roles, settings.warmUp().toNanos(), idleTimeoutNs, statistics, log);
        EstimatorConfig shadowConfig = estimatorConfig.toBuilder().noOptions().build();
        EstimatorWatch watch = new EstimatorWatch(recorder.interceptor(), provider.name(), outbox.explanations(),
                guard);
        EstimatorFeed feed = new EstimatorFeed(new GuardedEstimator(estimator, statistics, log), roles, shadows, watch,
                settings.sendTimeSource(), statistics);
        shadowProviders.forEach(shadow -> feed.startShadow(Shadow.create(shadow, shadowConfig, roles)));
        this.transport = new TransportTask(settings, idleTimeoutNs, clock, feed,
                new RembScheduler(settings.senderSsrc(),
                        new RembThrottler(settings.interval(), settings.minSpacing())),
                outbox, statistics, log, this::needTask, this::needNoMoreTasks, this::nudge);
        this.transportTask = task("bwe-transport-" + number, marked(transport));
        this.rembTask = task("bwe-remb-" + number, marked(outbox));
        // Without the creating thread's inheritable thread-locals and context class loader: the tasks may outlive both.
        this.owner = Thread.ofVirtual().name("bwe-owner-" + number).inheritInheritableThreadLocals(false)
                .start(this::own);
    }

    private void lookAtRoles() {
        transport.look();
    }

    EstimatorRoles roles() {
        return roles;
    }

    TaskGuard guard() {
        return guard;
    }

    TransportTask transport() {
        return transport;
    }

    Outbox outbox() {
        return outbox;
    }

    /** What the flight recorder's events call this interceptor. */
    String recordedAs() {
        return recorder.interceptor();
    }

    CloseActions closeActions() {
        return closeActions;
    }

    boolean isClosed() {
        return closeStartedNs.get() != null;
    }

    void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the interceptor is closed");
        }
    }

    CloseReport closeReport() {
        CloseReport report = closeReport;
        // A close() that was called by a task could not wait for the end that it began.
        return report == CloseReport.OPEN && isClosed() && nothingIsLeft() ? CloseReport.CLEAN : report;
    }

    /** Once closed: whether all tasks have ended, and the writer's executor is out of the writer. */
    private boolean nothingIsLeft() {
        return ended.getCount() == 0 && outbox.stuckCalls().isEmpty();
    }

    // ---- the owner

    private void own() {
        ownerSleeper.enter();
        try {
            boolean begun;
            do {
                begun = guard.attempt("the tasks could not be started", begin);
            } while (!begun && !isClosed());
            if (begun) {
                while (!noMoreStarts && !Thread.currentThread().isInterrupted()) {
                    guard.attempt("stream tasks could not be started", startStreams);
                }
                join();
            }
        } finally {
            // Before the scope waits for them: an interrupt alone ends no task.
            guard.attempt("the tasks could not be told to end", endTasks);
            guard.attempt("the tasks could not be left", leave);
            guard.attempt("what was to run at close could not be run", actAtClose);
            ended.countDown();
        }
    }

    /** Starts what every interceptor has. Of a task that is forked again only one body runs, see {@link #task}. */
    private void begin() {
        CURRENT.set(this);
        if (scope == null) {
            scope = TaskScope.open();
        }
        scope.fork(transportTask);
        scope.fork(rembTask);
    }

    private void startStreams() {
        for (RemoteStream stream = starts.poll(); stream != null; stream = starts.poll()) {
            try {
                Objects.requireNonNull(scope).fork(
                        task("bwe-stream-".concat(Long.toString(stream.ssrc())),
                                new StreamTask(stream, clock, statistics, recorder, guard)));
            } catch (Throwable e) {
                stream.lifecycle.startFailed();
                guard.failed("a stream task could not be started", e);
            }
        }
        ownerSleeper.sleepUnless(mayHaveStarts);
    }

    private void endTasks() {
        transport.close();
        outbox.close();
    }

    private void join() {
        try {
            outbox.close();
            Objects.requireNonNull(scope).join();
        } catch (InterruptedException e) {
            // Close has waited long enough; leaving the scope interrupts the tasks and waits for them.
        } catch (Throwable e) {
            guard.failed("the owner of the tasks failed", e);
        }
    }

    private void leave() {
        try {
            if (scope != null) {
                scope.close();
            }
        } finally {
            roles.close();
        }
    }

    private void actAtClose() {
        if (isClosed()) {
            closeActions.runAll();
        }
    }

    private void needTask(RemoteStream stream) {
        starts.offer(stream);
        ownerSleeper.wake();
    }

    /**
     * Where there is no memory for a virtual thread to leave its carrier, it sleeps there until it is unparked. As the
     * transport task wakes all others, it would wait for ever for a carrier if they held all of them.
     */
    private void nudge() {
        transport.nudge();
        statistics.nudgeStreams();
        outbox.sleeper.nudge();
        ownerSleeper.nudge();
    }

    private void needNoMoreTasks() {
        noMoreStarts = true;
        ownerSleeper.wake();
    }

    /**
     * The body of a task. It never throws: one that did would cancel the scope, and later forks would silently never
     * run. It runs once, also if it is forked again because the first fork failed after the thread had started.
     */
    private Runnable task(String name, Runnable body) {
        AtomicBoolean begun = new AtomicBoolean();
        return () -> {
            if (begun.compareAndSet(false, true)) {
                Thread.currentThread().setName(name);
                guard.attempt("a task failed", body);
            }
        };
    }

    /** The body of a task that calls the application's code, which may call close(). Those of streams are known anyway. */
    private Runnable marked(Runnable body) {
        return () -> {
            guard.attempt("a task could not be marked", mark);
            body.run();
        };
    }

    // ---- close

    /**
     * Ends all tasks and waits for them. The deadline is kept by the calling thread, so that it holds whatever the
     * tasks and the scheduler of virtual threads do.
     */
    void close() {
        closeStartedNs.compareAndSet(null, System.nanoTime());
        outbox.shut();
        guard.attempt("the tasks could not be told to end", this::wakeForClose);
        if (isTask(Thread.currentThread())) {
            return;
        }
        long graceNs = settings.closeGrace().toNanos();
        boolean callerInterrupted = Thread.interrupted();
        try {
            if (!await(ended::await, graceNs) && interrupted.compareAndSet(false, true)) {
                owner.interrupt();
            }
            if (!await(ended::await, 2 * graceNs) || !await(outbox::awaitWriter, 2 * graceNs)) {
                reportStuck();
            }
        } finally {
            // The owner has done both, unless a task is stuck or the owner itself failed before.
            roles.close();
            if (closeActions.areDue()) {
                Thread.ofVirtual().name("bwe-close-" + number).inheritInheritableThreadLocals(false)
                        .start(this::runCloseActions);
            }
            callerInterrupted |= Thread.interrupted();
            if (nothingIsLeft()) {
                closeReport = CloseReport.CLEAN;
            }
            if (callerInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isTask(Thread thread) {
        return CURRENT.get() == this || outbox.isInside(thread) || statistics.isTaskOfStream(thread);
    }

    private void wakeForClose() {
        transport.close();
        nudge();
    }

    private void runCloseActions() {
        CURRENT.set(this);
        closeActions.runAll();
    }

    /** Something to wait for. */
    private interface End {
        boolean await(long timeout, TimeUnit unit) throws InterruptedException;
    }

    /** Waits, whatever interrupts, until a time after close began. */
    private boolean await(End end, long afterStartNs) {
        long startNs = Objects.requireNonNull(closeStartedNs.get());
        boolean wasInterrupted = false;
        try {
            for (;;) {
                try {
                    return end.await(startNs + afterStartNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reportStuck() {
        if (!reported.compareAndSet(false, true)) {
            return;
        }
        List<String> stuck = new ArrayList<>();
        if (transport.isInsideEstimator()) {
            EstimatorHandle shadow = shadows.called();
            stuck.add("bwe-transport-" + number + " in the "
                    + (shadow == null ? "estimator" : "shadow estimator " + shadow.name()));
        }
        stuck.addAll(outbox.stuckCalls());
        Optional.ofNullable(closeActions.stuckCall()).ifPresent(stuck::add);
        if (stuck.isEmpty()) {
            stuck.add(STILL_RUNNING);
        }
        closeReport = new CloseReport(true, stuck);
        statistics.workerThrows.incrementAndGet();
        log.report("close() returned while these had not ended: " + stuck, null);
    }
}
