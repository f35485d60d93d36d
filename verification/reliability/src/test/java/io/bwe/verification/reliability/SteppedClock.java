package io.bwe.verification.reliability;

import io.bwe.api.NanoClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that moves by hand in long steps. To the thread that offers packets it is the time of the packet; to everybody
 * else it is the end of the last step. Knows when the transport task looks: it reads the clock once per tick, at its
 * beginning.
 */
final class SteppedClock implements NanoClock {
    private static final long PATIENCE_NS = 20 * EndlessCall.SECOND_NS;
    private static final long NAP_NS = 50_000;

    private final Thread offering = Thread.currentThread();
    private final AtomicLong ticks = new AtomicLong();
    private long packetNs;
    private volatile long nowNs;

    @Override
    public long nanoTime() {
        Thread thread = Thread.currentThread();
        if (thread == offering) {
            return packetNs;
        }
        if (thread.getName().startsWith("bwe-transport-")) {
            ticks.incrementAndGet();
        }
        return nowNs;
    }

    /** The time of what the offering thread does next. */
    void packetAt(long timeNs) {
        packetNs = timeNs;
    }

    /** Ends a step. */
    void moveTo(long timeNs) {
        nowNs = timeNs;
        packetNs = timeNs;
    }

    long ticks() {
        return ticks.get();
    }

    /** Something that comes true within real time. */
    interface Expectation {
        boolean holds();
    }

    static void await(Expectation expectation, String what) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!expectation.holds()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("has not come: " + what);
            }
            LockSupport.parkNanos(NAP_NS);
        }
    }
}
