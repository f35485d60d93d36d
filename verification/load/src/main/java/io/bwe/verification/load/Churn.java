package io.bwe.verification.load;

import io.bwe.api.InterceptorStatistics;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.testkit.LiveThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Streams that come, send a few packets, fall idle and go, wave after wave on the same transports: what of them stays.
 *
 * @param opened streams in all
 * @param idled streams that ended because they were idle
 * @param stillActive streams whose task was still there long after the idle time-out
 * @param dropped packets that were not estimated
 * @param heapGrowth bytes that a stream has left on the heap, from the end of the first wave to the end of the last
 * @param threadsLeft threads that were left when all was closed
 */
record Churn(long opened, long idled, long stillActive, long dropped, double heapGrowth, int threadsLeft) {
    /** What may be left of a stream that is gone, in bytes: noise of the measurement, a small part of any stream. */
    private static final double NOISE_BYTES = 128;
    private static final int PACKETS = 5;
    private static final long PACKET_INTERVAL_NS = 20_000_000;

    static Churn run(LoadArguments arguments, int transports, int streams, int waves) {
        StampingProvider estimators = new StampingProvider(Providers.estimators().get(arguments.estimator()));
        RtpHandler[] handlers = new RtpHandler[transports * streams];
        Transports all = new Transports(transports, estimators, arguments.options());
        try {
            long stillActive = 0;
            long heapAfterFirst = 0;
            long heapAfterLast = 0;
            for (int wave = 0; wave < waves; wave++) {
                all.bind(streams, 1, handlers);
                send(handlers);
                stillActive += all.awaitIdle(LoadRun.IDLE_PATIENCE_NS);
                all.unbind(streams, 1);
                all.awaitUntracked(LoadRun.IDLE_PATIENCE_NS);
                Arrays.fill(handlers, null);
                heapAfterLast = Heap.liveBytes();
                if (wave == 0) {
                    heapAfterFirst = heapAfterLast;
                }
            }
            all.close();
            long opened = (long) handlers.length * waves;
            return new Churn(opened, all.sum(statistics -> statistics.streamsEnded(StreamEnd.IDLE)), stillActive,
                    all.sum(InterceptorStatistics::packetsDropped),
                    (double) (heapAfterLast - heapAfterFirst) / Math.max(1, opened - handlers.length),
                    LiveThreads.named("bwe-").size());
        } finally {
            all.close();
        }
    }

    private static void send(RtpHandler[] handlers) {
        LoadPacket packet = new LoadPacket();
        for (int number = 0; number < PACKETS; number++) {
            long dueNs = System.nanoTime() + PACKET_INTERVAL_NS;
            for (int stream = 0; stream < handlers.length; stream++) {
                packet.become(1 + stream, number, System.nanoTime());
                handlers[stream].onRtp(packet.buffer);
            }
            LockSupport.parkNanos(dueNs - System.nanoTime());
        }
    }

    /** What must not be, whatever the machine. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        if (idled != opened) {
            failures.add("%,d of %,d streams ended because they were idle".formatted(idled, opened));
        }
        if (stillActive != 0) {
            failures.add("%,d idle streams still had a task".formatted(stillActive));
        }
        if (dropped != 0) {
            failures.add("%,d packets were dropped".formatted(dropped));
        }
        if (heapGrowth > NOISE_BYTES) {
            failures.add("each stream left %.1f bytes".formatted(heapGrowth));
        }
        if (threadsLeft != 0) {
            failures.add(threadsLeft + " threads were left");
        }
        return failures;
    }

    @Override
    public String toString() {
        return "%,d streams came, %,d fell idle, %,d tasks, %,d packets dropped, %.1f bytes and %d threads left"
                .formatted(opened, idled, stillActive, dropped, heapGrowth, threadsLeft);
    }
}
