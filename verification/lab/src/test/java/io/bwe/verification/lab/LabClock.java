package io.bwe.verification.lab;

/** What the peer reads instead of the system clock: the lab's time, a thread's own. */
public final class LabClock {
    private static final ThreadLocal<long[]> NOW_MS = ThreadLocal.withInitial(() -> new long[1]);

    private LabClock() {
    }

    static void set(long ms) {
        NOW_MS.get()[0] = ms;
    }

    /**
     * Stands in for {@link System#currentTimeMillis()}.
     *
     * @return milliseconds
     */
    public static long currentTimeMillis() {
        return NOW_MS.get()[0];
    }
}
