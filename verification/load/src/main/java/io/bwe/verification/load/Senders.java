package io.bwe.verification.load;

import io.bwe.api.RtpHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The threads that send, each to its share of the streams, and what was used while they did. */
final class Senders {
    private static final long NS_PER_SECOND = 1_000_000_000;
    /** Until all threads have started. */
    private static final long START_NS = 50_000_000;

    private final List<Sender> senders = new ArrayList<>();
    private final long measureFromNs;
    private final long untilNs;
    private Usage used = new Usage(0, 0, 0);
    private long wakeUps;

    private Senders(long measureFromNs, long untilNs) {
        this.measureFromNs = measureFromNs;
        this.untilNs = untilNs;
    }

    /**
     * Sends, and returns when everything was sent.
     *
     * @param handlers one for each stream
     * @param transports what is loaded; null if the handlers are those of none
     */
    static Senders send(LoadArguments arguments, Shape shape, RtpHandler[] handlers, @Nullable Transports transports) {
        long startNs = System.nanoTime() + START_NS;
        long measureFromNs = startNs + arguments.warmUpSeconds() * NS_PER_SECOND;
        Senders all = new Senders(measureFromNs, measureFromNs + arguments.seconds() * NS_PER_SECOND);
        int count = Math.min(arguments.senders(), handlers.length);
        long rate = shape.packetsPerSecond();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) handlers.length * i / count);
            int to = (int) ((long) handlers.length * (i + 1) / count);
            long share = Math.max(1, rate * to / handlers.length - rate * from / handlers.length);
            all.senders.add(new Sender(Arrays.copyOfRange(handlers, from, to), 1 + from, new Schedule(startNs, share),
                    measureFromNs, all.untilNs));
        }
        all.run(transports);
        return all;
    }

    private void run(@Nullable Transports transports) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Sender sender : senders) {
            threads.add(Thread.ofPlatform().name("sender-" + threads.size())
                    .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown)).start(sender));
        }
        sleepUntil(measureFromNs);
        Usage before = Usage.now();
        long wakeUpsBefore = transports == null ? 0 : transports.clock.wakeUps();
        note(transports, true);
        sleepUntil(untilNs);
        note(transports, false);
        wakeUps = transports == null ? 0 : transports.clock.wakeUps() - wakeUpsBefore;
        used = Usage.now().since(before);
        for (Thread thread : threads) {
            join(thread);
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("a sender failed", thrown);
        }
    }

    private static void note(@Nullable Transports transports, boolean whether) {
        if (transports != null) {
            transports.note(whether);
        }
    }

    private static void sleepUntil(long timeNs) {
        for (long leftNs = timeNs - System.nanoTime(); leftNs > 0; leftNs = timeNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Of the whole process while it was measured. */
    Usage used() {
        return used;
    }

    /** Of all tasks while it was measured. */
    long wakeUps() {
        return wakeUps;
    }

    /** What the senders themselves have on the heap, nearly. */
    long heapBytes() {
        return sum(Sender::heapBytes);
    }

    long sum(ToLongFunction<Sender> value) {
        return senders.stream().mapToLong(value).sum();
    }

    Histogram all(Function<Sender, Histogram> histogram) {
        Histogram all = Latencies.ofOneThread();
        senders.forEach(sender -> all.add(histogram.apply(sender)));
        return all;
    }
}
