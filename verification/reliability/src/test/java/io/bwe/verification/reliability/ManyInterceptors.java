package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.CloseReport;
import io.bwe.api.InterceptorStatistics.StreamEnd;
import io.bwe.api.RtpHandler;
import io.bwe.remb.RembOptions;
import io.bwe.testkit.LiveThreads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Creates, uses and closes interceptors, a few at a time, and prints what the JVM holds after a fifth of them and after
 * all. An own JVM, so that nobody else is seen in its heap.
 */
final class ManyInterceptors {
    private static final int AT_A_TIME = 4;
    private static final int PACKETS = 40;

    private final AtomicLong rembs = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    private ManyInterceptors() {
    }

    /**
     * What is printed.
     *
     * @param what when it was counted
     * @param liveBytes what the heap holds after garbage collection
     * @param threads threads of the library
     * @param scopes scopes and what takes their place
     */
    record Holdings(String what, long liveBytes, int threads, int scopes) {
        static Holdings now(String what) {
            return new Holdings(what, liveSetBytes(), LiveThreads.named("bwe-").size(),
                    LiveThreads.containers("StructuredTaskScope").size()
                            + LiveThreads.containers("ThreadPerTaskExecutor").size());
        }

        static Holdings parse(String line) {
            String[] fields = line.split(" ");
            return new Holdings(fields[0], Long.parseLong(fields[1]), Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]));
        }

        String print() {
            return what + " " + liveBytes + " " + threads + " " + scopes;
        }
    }

    public static void main(String[] args) throws Exception {
        int all = Integer.parseInt(args[0]);
        ManyInterceptors test = new ManyInterceptors();
        // With slow ticks, because a thread dump must not meet threads that are busy.
        try (Connection open = new Connection(config -> config.option(RembOptions.TICK, "100ms"))) {
            open.receive(open.bind(1), 1);
            open.settle();
            // No packet waits before the tasks have begun, either.
            Connection.eventually(() -> assertThat(open.statistics.packetsEstimated()).isEqualTo(1));
            System.out.println(Holdings.now("open").print());
        }
        test.cycle(all / 5);
        System.out.println(Holdings.now("fifth").print());
        test.cycle(all - all / 5);
        System.out.println(Holdings.now("all").print());
        System.out.println(test.rembs + " " + test.changes);
    }

    /** The least of several readings: what only waits to be cleared is no leak. */
    private static long liveSetBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private void cycle(int interceptors) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AT_A_TIME; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int n = next.getAndIncrement(); n < interceptors; n = next.getAndIncrement()) {
                        live(n);
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        // The owner of a scope opens the latch that close() waits for just before it ends.
        Connection.nothingIsLeft();
    }

    /** The whole life of one: two streams, packets, REMBs, an end by idling or unbinding, and a close. */
    private void live(int number) {
        Connection connection = new Connection();
        try (connection) {
            connection.interceptor.bindRtcpWriter(packet -> rembs.incrementAndGet());
            connection.control.subscribe(estimate -> changes.incrementAndGet());
            List<RtpHandler> handlers = List.of(connection.bind(1), connection.bind(2));
            for (int i = 0; i < PACKETS; i++) {
                connection.receive(handlers.get(i & 1), 1 + (i & 1));
                connection.clock.advance(Duration.ofMillis(20));
            }
            connection.settle();
            Connection.eventually(() -> assertThat(connection.statistics.packetsEstimated()).isEqualTo(PACKETS));
            boolean idle = (number & 1) == 0;
            if (idle) {
                connection.clock.advance(Duration.ofSeconds(3));
            } else {
                connection.interceptor.unbindRemoteStream(Connection.video(1));
                connection.interceptor.unbindRemoteStream(Connection.video(2));
                connection.clock.advance(Duration.ofMillis(100));
            }
            Connection.eventually(() -> assertThat(connection.statistics.streamsActive()).isZero());
            assertThat(connection.statistics.streamsEnded(idle ? StreamEnd.IDLE : StreamEnd.UNBIND)).isPositive();
        }
        assertThat(connection.passedOn).hasValue(PACKETS);
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(connection.statistics.workerErrors()).isZero();
    }
}
