package io.bwe.testkit;

import io.bwe.api.NanoClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves by hand. Thread-safe. */
public final class ManualClock implements NanoClock {
    private final AtomicLong nowNs;

    /** Creates a clock that shows zero. */
    public ManualClock() {
        this(0);
    }

    /**
     * Creates a clock.
     *
     * @param startNs what it shows, in nanoseconds
     */
    public ManualClock(long startNs) {
        nowNs = new AtomicLong(startNs);
    }

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    /**
     * Moves the clock forward.
     *
     * @param by how far, zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock cannot go back by " + by);
        }
        nowNs.addAndGet(by.toNanos());
    }

    /**
     * Moves the clock forward to a time.
     *
     * @param toNs what it shows from now on, in nanoseconds
     * @throws IllegalArgumentException if that is before what it shows now
     */
    public void setNanos(long toNs) {
        long before = nowNs.getAndUpdate(now -> Math.max(now, toNs));
        if (toNs < before) {
            throw new IllegalArgumentException("the clock shows " + before + " ns and cannot go back to " + toNs);
        }
    }
}
