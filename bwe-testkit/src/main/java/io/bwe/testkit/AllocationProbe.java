package io.bwe.testkit;

import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling platform thread allocates. */
public final class AllocationProbe {
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    private AllocationProbe() {
    }

    /**
     * Runs something and counts. Let it run some thousand times before, so that what the JVM allocates for its own
     * purposes at first use is over.
     *
     * @param action what to run, on the calling thread
     * @return the bytes it allocated, less what the measurement itself allocates
     * @throws IllegalStateException if nobody counts the calling thread's bytes: it is virtual, or counting is off
     */
    public static long bytesAllocatedBy(Runnable action) {
        long empty = measure(() -> {
        });
        return measure(action) - empty;
    }

    private static long measure(Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        if (before < 0) {
            throw new IllegalStateException(
                    "allocated bytes are counted for a platform thread only, and not if switched off");
        }
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
