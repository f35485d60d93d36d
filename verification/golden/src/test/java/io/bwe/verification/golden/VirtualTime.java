package io.bwe.verification.golden;

import io.bwe.api.NanoClock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows producers the stamp of what they are doing, and everybody else how far the trace has come. Knows when the
 * transport task looks: it reads the clock once per tick, at its beginning.
 */
final class VirtualTime implements NanoClock {
    private static final String TRANSPORT_TASK = "bwe-transport-";
    private static final long PATIENCE_NS = 30_000_000_000L;

    private final AtomicLong nowNs = new AtomicLong();
    private final ThreadLocal<Long> stampNs = new ThreadLocal<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ticked = lock.newCondition();
    private long ticks;

    @Override
    public long nanoTime() {
        Long stamp = stampNs.get();
        if (stamp != null) {
            return stamp;
        }
        if (Thread.currentThread().getName().startsWith(TRANSPORT_TASK)) {
            lock.lock();
            try {
                ticks++;
                ticked.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return nowNs.get();
    }

    void set(long toNs) {
        nowNs.set(toNs);
    }

    long nowNs() {
        return nowNs.get();
    }

    /** Does something on the calling thread, to which it is that time meanwhile. */
    void at(long timeNs, Runnable what) {
        stampNs.set(timeNs);
        try {
            what.run();
        } finally {
            stampNs.remove();
        }
    }

    /** Waits until the transport task, which must not sleep, has begun a tick after this call and ended it. */
    void awaitTick() throws InterruptedException {
        lock.lock();
        try {
            long end = ticks + 2;
            long left = PATIENCE_NS;
            while (ticks < end) {
                if (left <= 0) {
                    throw new AssertionError("the transport task does not tick");
                }
                left = ticked.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
