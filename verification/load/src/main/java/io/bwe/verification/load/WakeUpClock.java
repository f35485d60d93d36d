package io.bwe.verification.load;

import io.bwe.api.NanoClock;
import java.util.concurrent.atomic.LongAdder;

/**
 * The machine's clock, which counts how often tasks wake up: a task of a stream or a transport reads the clock once when
 * it has woken, and tasks are virtual threads, unlike senders.
 */
final class WakeUpClock implements NanoClock {
    private final LongAdder wakeUps = new LongAdder();

    @Override
    public long nanoTime() {
        if (Thread.currentThread().isVirtual()) {
            wakeUps.increment();
        }
        return System.nanoTime();
    }

    /** Of all tasks, since it was made. */
    long wakeUps() {
        return wakeUps.sum();
    }
}
