package io.bwe.remb;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls into the application's code through until it is shut, then none. A call that has begun may finish.
 *
 * <p>Entering and shutting are one exchange each of the same reference, so that no call starts after {@link #shut()}
 * has returned.
 */
final class UserCodeGate {
    private static final Entry OPEN = new Entry("nothing", null);
    private static final Entry SHUT = new Entry("nothing", null);

    /**
     * Who is inside, or one of the two constants; an entry that was inside when the gate was shut is in {@link #left}.
     */
    private final AtomicReference<Entry> inside = new AtomicReference<>(OPEN);
    private volatile @Nullable Entry left;

    private static final class Entry {
        private final String what;
        private final @Nullable Thread thread;
        private volatile boolean over;

        Entry(String what, @Nullable Thread thread) {
            this.what = what;
            this.thread = thread;
        }
    }

    /**
     * Runs a call unless the gate is shut. One thread at a time.
     *
     * @param what names the call in reports
     * @param call what to run
     * @return false if the gate is shut
     */
    boolean run(String what, Runnable call) {
        Entry entry = new Entry(what, Thread.currentThread());
        if (!inside.compareAndSet(OPEN, entry)) {
            return false;
        }
        try {
            call.run();
        } finally {
            entry.over = true;
            inside.compareAndSet(entry, OPEN);
        }
        return true;
    }

    /** No call starts from now on. */
    void shut() {
        Entry before = inside.getAndSet(SHUT);
        if (before != SHUT) {
            left = before;
        }
    }

    /**
     * The call that had begun before the gate was shut and has not ended.
     *
     * @return a text that names thread and call, or null if there is none
     */
    @Nullable
    String stillInside() {
        Entry entry = left;
        return entry == null || entry.thread == null || entry.over
                ? null
                : entry.thread.getName() + " in " + entry.what;
    }
}
