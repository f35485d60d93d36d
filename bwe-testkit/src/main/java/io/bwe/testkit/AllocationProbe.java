package io.bwe.testkit;

import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling platform thread allocates. */
public final class AllocationProbe {
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    private static final int STEADY_RUNS = 20;

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

    /**
     * Runs something many times and counts each: what it allocates itself it allocates every time, what the JVM allocates
     * on the way (to compile the code, or to fall back from compiled code) shows in some runs only.
     *
     * @param action what to run, on the calling thread
     * @return the bytes allocated by the run that allocated least
     * @throws IllegalStateException if nobody counts the calling thread's bytes: it is virtual, or counting is off
     */
    public static long steadyBytesAllocatedBy(Runnable action) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < STEADY_RUNS && least > 0; run++) {
            least = Math.min(least, bytesAllocatedBy(action));
        }
        return least;
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
