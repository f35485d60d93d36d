package io.bwe.cli;

import io.bwe.api.NanoClock;
import java.util.concurrent.locks.LockSupport;

/**
 * The time of one run of the demo: nanoseconds since it was created. Sender, bottleneck and receiver share it, so that
 * what one measures can be compared with what another does. Thread-safe.
 */
final class DemoClock implements NanoClock {
    private final long startNs = System.nanoTime();

    @Override
    public long nanoTime() {
        return System.nanoTime() - startNs;
    }

    /**
     * Waits until a time on this clock. The time is absolute, so that waking late once delays nothing that comes after.
     *
     * @param elapsedNs when to return; at once if that is past
     * @throws InterruptedException if the thread is interrupted
     */
    void sleepUntil(long elapsedNs) throws InterruptedException {
        long leftNs;
        while ((leftNs = elapsedNs - nanoTime()) > 0) {
            LockSupport.parkNanos(this, leftNs);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
