package io.bwe.remb;

import io.bwe.api.BandwidthControl.Subscription;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the application wants done when the interceptor is closed. Each action is run once, by whoever takes it first, or
 * withdrawn.
 *
 * <p>None is forgotten: whoever adds one adds it and <em>then</em> looks whether the end has come; the end comes and
 * <em>then</em> looks for actions. May be used from any thread.
 */
final class CloseActions {
    private final RembStatistics statistics;
    private final TroubleLog log;
    private final CopyOnWriteArrayList<Action> actions = new CopyOnWriteArrayList<>();
    private volatile boolean over;
    /** The thread that is in an action and that {@link #runAll()} runs on. */
    private volatile @Nullable Thread inside;

    CloseActions(RembStatistics statistics, TroubleLog log) {
        this.statistics = statistics;
        this.log = log;
    }

    private final class Action {
        private final Runnable body;
        private final AtomicBoolean taken = new AtomicBoolean();

        Action(Runnable body) {
            this.body = body;
        }

        /** Takes it out, so that nobody else runs it. */
        boolean take() {
            actions.remove(this);
            return taken.compareAndSet(false, true);
        }

        void runOnce() {
            if (!take()) {
                return;
            }
            try {
                body.run();
            } catch (Throwable e) {
                statistics.listenerThrows.incrementAndGet();
                log.report("what was to run at close threw", e);
            }
        }
    }

    Subscription add(Runnable body) {
        Action action = new Action(body);
        actions.add(action);
        if (over) {
            action.runOnce();
        }
        return action::take;
    }

    /** Runs all that nobody has taken yet, one after the other. From now on one that is added runs at once. */
    void runAll() {
        over = true;
        inside = Thread.currentThread();
        try {
            for (Action action : actions) {
                // Ours was for tasks that did not end, theirs for the action before.
                Thread.interrupted();
                action.runOnce();
            }
        } finally {
            inside = null;
        }
    }

    /** Whether nobody has run them yet, or not all. */
    boolean areDue() {
        return !over || !actions.isEmpty();
    }

    /**
     * The action that is running now.
     *
     * @return a text that names thread and call, or null if there is none
     */
    @Nullable
    String stuckCall() {
        Thread thread = inside;
        return thread == null ? null : thread.getName() + " in what was to run at close";
    }
}
