package io.bwe.remb;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls into the application's code through until it is shut, then none. A call that has begun may finish.
 *
 * <p>Entering and shutting are one exchange each of the same reference, so that no call starts after {@link #shut()}
 * has returned.
 */
final class UserCodeGate {
    /** Null while the gate is open and nobody inside. */
    private final AtomicReference<@Nullable State> state = new AtomicReference<>();

    private sealed interface State {
    }

    /** Somebody is inside, or was when the gate was shut. */
    private record Call(String what, Thread thread, CountDownLatch over) implements State {
    }

    /** Nobody gets in any more; the call that had begun before may go on. */
    private record Shut(@Nullable Call left) implements State {
    }

    /**
     * Runs a call unless the gate is shut. One thread at a time.
     *
     * @param what names the call in reports
     * @param body what to run
     * @return false if the gate is shut
     */
    boolean run(String what, Runnable body) {
        Call call = new Call(what, Thread.currentThread(), new CountDownLatch(1));
        if (!state.compareAndSet(null, call)) {
            return false;
        }
        try {
            body.run();
        } finally {
            call.over.countDown();
            state.compareAndSet(call, null);
        }
        return true;
    }

    /** No call starts from now on. */
    void shut() {
        state.updateAndGet(now -> now instanceof Shut ? now : new Shut((Call) now));
    }

    /** Whether a thread makes the call that had begun before the gate was shut. */
    boolean isInside(Thread thread) {
        Call left = left();
        return left != null && left.thread == thread;
    }

    /**
     * Waits for the call that had begun before the gate was shut.
     *
     * @return false if it has not ended in time
     */
    boolean awaitOutside(long timeout, TimeUnit unit) throws InterruptedException {
        Call left = left();
        return left == null || left.over.await(timeout, unit);
    }

    /**
     * The call that had begun before the gate was shut and has not ended.
     *
     * @return a text that names thread and call, or null if there is none
     */
    @Nullable
    String stillInside() {
        Call left = left();
        return left == null ? null : left.thread.getName() + " in " + left.what;
    }

    private @Nullable Call left() {
        return state.get() instanceof Shut(Call left) && left != null && left.over.getCount() > 0 ? left : null;
    }
}
