package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.NanoClock;
import java.util.concurrent.locks.LockSupport;

/**
 * What the virtual thread of one stream does: moves packets from the queue to the ring whenever the transport task lets
 * it, and ends when it is told to and nothing waits.
 *
 * <p>It parks without a time-out. Waking a virtual thread costs more than estimating a packet, so the transport task
 * wakes it once per tick, and only if there is work.
 */
final class StreamTask implements Runnable {
    private final RemoteStream stream;
    private final NanoClock clock;
    private final RembStatistics statistics;

    StreamTask(RemoteStream stream, NanoClock clock, RembStatistics statistics) {
        this.stream = stream;
        this.clock = clock;
        this.statistics = statistics;
    }

    @Override
    public void run() {
        stream.enterTask(Thread.currentThread());
        statistics.streamStarted();
        StreamEnd reason = StreamEnd.CLOSE;
        boolean ended = false;
        try {
            for (;;) {
                int clamped = stream.drain(clock.nanoTime());
                if (clamped > 0) {
                    statistics.clamped.addAndGet(clamped);
                }
                StreamEnd asked = stream.endReason();
                if (asked != null) {
                    // Set before ending: once ended, the stream may have another task.
                    reason = asked;
                    if (stream.lifecycle.end(stream::queueIsEmpty)) {
                        ended = true;
                        return;
                    }
                    stream.withdrawIdle();
                    Thread.yield(); // the packet in the way may not be there yet: its producer is halfway through
                    continue;
                }
                stream.lifecycle.park();
                while (stream.lifecycle.isParked()) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    LockSupport.park(stream);
                }
            }
        } finally {
            if (!ended) {
                stream.lifecycle.abandon();
            }
            statistics.streamEnded(reason);
        }
    }
}
