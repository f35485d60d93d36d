package io.bwe.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Why a session has ended, and what is to run then. May be used by any thread. */
final class SessionEnd {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");

    private final String session;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<CloseReason>> actions = new ArrayList<>();
    private @Nullable CloseReason reason;

    SessionEnd(String session) {
        this.session = session;
    }

    /** Has something run at the end, or at once if it has come already. */
    void then(Consumer<CloseReason> action) {
        CloseReason past;
        lock.lock();
        try {
            past = reason;
            if (past == null) {
                actions.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        run(action, past);
    }

    /** The end has come; what was to run then runs now. Called once. */
    void come(CloseReason newReason) {
        List<Consumer<CloseReason>> due;
        lock.lock();
        try {
            reason = newReason;
            due = List.copyOf(actions);
        } finally {
            lock.unlock();
        }
        due.forEach(action -> run(action, newReason));
    }

    Optional<CloseReason> reason() {
        lock.lock();
        try {
            return Optional.ofNullable(reason);
        } finally {
            lock.unlock();
        }
    }

    private void run(Consumer<CloseReason> action, CloseReason past) {
        try {
            action.accept(past);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, session + ": what was to run at its end failed", e);
        }
    }
}
