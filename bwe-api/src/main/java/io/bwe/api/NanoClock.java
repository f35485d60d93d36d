package io.bwe.api;

/**
 * A monotonic clock in nanoseconds. Only differences between two readings of the same clock mean anything; the wall
 * clock plays no part anywhere.
 *
 * <p>May be read from any thread, must not block and never runs backwards.
 */
@FunctionalInterface
public interface NanoClock {
    /** The clock of this machine, {@link System#nanoTime()}. */
    NanoClock SYSTEM = System::nanoTime;

    /**
     * Reads the clock.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();
}
