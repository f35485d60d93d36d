package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.NanoClock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the virtual thread of one stream does: hands the packets of the queue on whenever the transport task lets
 * it, and ends when it is told to and nothing waits.
 *
 * <p>It parks without a time-out. Waking a virtual thread costs more than estimating a packet, so the transport task
 * wakes it once per tick, and only if there is work.
 */
final class StreamTask implements Runnable {
    private final RemoteStream stream;
    private final NanoClock clock;
    private final RembStatistics statistics;
    private final InterceptorRecorder recorder;
    private final TaskGuard guard;

    StreamTask(RemoteStream stream, NanoClock clock, RembStatistics statistics, InterceptorRecorder recorder,
            TaskGuard guard) {
        this.stream = stream;
        this.clock = clock;
        this.statistics = statistics;
        this.recorder = recorder;
        this.guard = guard;
    }

    @Override
    public void run() {
        if (!stream.enterTask(Thread.currentThread())) {
            return;
        }
        statistics.streamStarted();
        recorder.streamStarted(stream);
        StreamEnd reason = null;
        try {
            do {
                reason = work();
            } while (reason == null && sleep());
        } finally {
            if (reason == null) {
                stream.lifecycle.abandon();
            }
            StreamEnd ended = reason == null ? StreamEnd.CLOSE : reason;
            statistics.streamEnded(ended);
            recorder.streamEnded(stream, ended);
        }
    }

    /**
     * Moves what waits, and ends if that was asked for.
     *
     * @return why the task has ended; null if it goes on
     */
    private @Nullable StreamEnd work() {
        try {
            for (;;) {
                int clamped = stream.drain(clock.nanoTime());
                if (clamped > 0) {
                    statistics.clamped.addAndGet(clamped);
                }
                long overflowed = stream.takeOverflows();
                if (overflowed > 0) {
                    recorder.queueOverflowed(stream, overflowed);
                }
                // Read before ending: once ended, the stream may have another task.
                StreamEnd asked = stream.endReason();
                if (asked == null || stream.leaveTask()) {
                    return asked;
                }
                stream.withdrawIdle();
                Thread.yield(); // the packet in the way may not be there yet: its producer is halfway through
            }
        } catch (Throwable e) {
            // No need to pause: it sleeps until the next tick.
            guard.failed("a stream task failed", e);
            return null;
        }
    }

    /**
     * Sleeps until the transport task wakes it.
     *
     * @return false if it was interrupted: close has waited long enough
     */
    private boolean sleep() {
        stream.lifecycle.park();
        while (stream.lifecycle.isAsleep()) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            try {
                LockSupport.park(stream);
            } catch (Throwable e) {
                guard.failed("a stream task could not sleep", e);
                TaskGuard.pause();
            }
        }
        return true;
    }
}
