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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Outbox outbox;
    private final CloseActions closeActions;
    private final EstimatorRoles roles;
    private final ShadowEstimators shadows;
    private final TransportTask transport;
    private final Thread owner;

    /** Streams that need a task; empty when there will be no more. */
    private final LinkedBlockingQueue<Optional<RemoteStream>> starts = new LinkedBlockingQueue<>();

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
        this.outbox = new Outbox(config.writerExecutor().orElse(null), statistics, log);
        this.closeActions = new CloseActions(statistics, log);
        EstimatorConfig estimatorConfig = config.estimatorConfig();
        long idleTimeoutNs = estimatorConfig.idleTimeout().toNanos();
        Estimator estimator = provider.create(estimatorConfig);
        this.roles = new EstimatorRoles(provider.name(), estimatorConfig, this::lookAtRoles);
        this.shadows = new ShadowEstimators(roles, settings.warmUp().toNanos(), idleTimeoutNs, statistics, log);
        EstimatorConfig shadowConfig = estimatorConfig.toBuilder().noOptions().build();
        EstimatorFeed feed = new EstimatorFeed(new GuardedEstimator(estimator, statistics, log), roles, shadows,
                settings.sendTimeSource(), statistics);
        shadowProviders.forEach(shadow -> feed.startShadow(Shadow.create(shadow, shadowConfig, roles)));
        this.transport = new TransportTask(settings, idleTimeoutNs, clock, feed,
                new RembScheduler(settings.senderSsrc(),
                        new RembThrottler(settings.interval(), settings.minSpacing())),
                outbox, statistics, log, stream -> starts.add(Optional.of(stream)), () -> starts.add(Optional.empty()));
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

    TransportTask transport() {
        return transport;
    }

    Outbox outbox() {
        return outbox;
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
        CURRENT.set(this);
        try (TaskScope scope = TaskScope.open()) {
            try {
                scope.fork(task("bwe-transport-" + number, transport));
                scope.fork(task("bwe-remb-" + number, outbox));
                startStreams(scope);
                endTasks();
                scope.join();
            } finally {
                // Before the scope waits for them: an interrupt alone ends no task.
                endTasks();
            }
        } catch (InterruptedException e) {
            // Close has waited long enough; leaving the scope has interrupted the tasks and waited for them.
            return;
        } catch (Throwable e) {
            workerFailed("the owner of the tasks failed", e);
        } finally {
            // Again, for a scope that could not be opened: nobody would empty the inbox.
            endTasks();
            roles.close();
            if (isClosed()) {
                closeActions.runAll();
            }
            ended.countDown();
        }
    }

    private void endTasks() {
        transport.close();
        outbox.close();
    }

    private void startStreams(TaskScope scope) throws InterruptedException {
        for (Optional<RemoteStream> next = starts.take(); next.isPresent(); next = starts.take()) {
            RemoteStream stream = next.get();
            try {
                scope.fork(task("bwe-stream-" + stream.ssrc(), new StreamTask(stream, clock, statistics)));
            } catch (Throwable e) {
                stream.lifecycle.startFailed();
                workerFailed("a stream task could not be started", e);
            }
        }
    }

    /** A body that never throws: one that did would cancel the scope, and later forks would silently never run. */
    private Runnable task(String name, Runnable body) {
        return () -> {
            Thread.currentThread().setName(name);
            CURRENT.set(this);
            try {
                body.run();
            } catch (Throwable e) {
                workerFailed("a task failed", e);
            }
        };
    }

    private void workerFailed(String what, Throwable thrown) {
        statistics.workerThrows.incrementAndGet();
        log.report(what, thrown);
    }

    // ---- close

    /**
     * Ends all tasks and waits for them. The deadline is kept by the calling thread, so that it holds whatever the
     * tasks and the scheduler of virtual threads do.
     */
    void close() {
        closeStartedNs.compareAndSet(null, System.nanoTime());
        outbox.shut();
        transport.close();
        if (CURRENT.get() == this || outbox.isInside(Thread.currentThread())) {
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
