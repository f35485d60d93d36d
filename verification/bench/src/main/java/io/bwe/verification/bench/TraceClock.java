package io.bwe.verification.bench;

/** Stands in for the system clock in the peer: the time is that of the trace. Used by one thread. */
public final class TraceClock {
    private static long nowMs;

    private TraceClock() {
    }

    /**
     * The time.
     *
     * @return milliseconds of the trace
     */
    public static long currentTimeMillis() {
        return nowMs;
    }

    static void set(long timeMs) {
        nowMs = timeMs;
    }
}
