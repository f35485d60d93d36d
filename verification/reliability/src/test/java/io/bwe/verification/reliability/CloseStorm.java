package io.bwe.verification.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.api.CloseReport;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.HeaderExtension;
import io.bwe.api.RtpHandler;
import io.bwe.api.ShadowEstimator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One interceptor that several threads close at random moments while others use everything that it has. The random
 * numbers decide what each thread does and how long it waits; the scheduler decides the rest.
 */
final class CloseStorm {
    private static final int CLOSERS = 3;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(14); // two graces of 2 s, and a machine that is busy
    private static final int LONGEST_WAIT_NS = 2_000_000;
    private static final long CALL_NS = 4_000_000;
    private static final long PATIENCE_NS = 50_000_000;

    private final Random random;
    private final Connection connection;
    private final CountDownLatch start = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(CLOSERS);
    private final AtomicInteger closesReturned = new AtomicInteger();
    private final AtomicInteger callsInside = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong put = new AtomicLong();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** @param writers where the writer is called, or null for the interceptor's own thread */
    CloseStorm(Random random, ExecutorService writers) {
        this.random = random;
        this.connection = new Connection(config -> {
            config.estimatorConfig(EstimatorConfig.builder().startBps(1_000_000).build());
            return writers == null ? config : config.writerExecutor(writers);
        });
    }

    private interface Body {
        void run(Random random) throws Exception;
    }

    /** Runs it to its end and returns how many calls of writer and listeners there were. */
    long run() throws InterruptedException {
        connection.interceptor.bindRtcpWriter(packet -> applicationCode());
        connection.control.subscribe(estimate -> applicationCode());
        List<RtpHandler> handlers = List.of(connection.bind(1), connection.bind(2), connection.interceptor
                .unsignalledRtp(List.of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, Connection.SEND_TIME_ID)),
                        (packet, at, ordinal) -> connection.passedOn.incrementAndGet()));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLOSERS; i++) {
            threads.add(thread(this::close));
        }
        threads.add(thread(random -> untilClosed(random, () -> receive(random, handlers))));
        threads.add(thread(random -> untilClosed(random, () -> receive(random, handlers))));
        threads.add(thread(random -> untilClosed(random, () -> bindAndUnbind(random))));
        threads.add(thread(random -> untilClosed(random, () -> control(random))));
        threads.add(thread(random -> untilClosed(random, () -> passTime(random))));
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (RtpHandler handler : handlers) {
            put(handler, 1);
        }
        assertThat(failures).isEmpty();
        assertThat(connection.passedOn).as("packets that came out").hasValue(put.get());
        assertThat(connection.control.closeReport()).isEqualTo(CloseReport.CLEAN);
        assertThat(connection.statistics.workerErrors()).isZero();
        assertThat(connection.statistics.streamsActive()).isZero();
        return calls.get();
    }

    private Thread thread(Body body) {
        Random own = new Random(random.nextLong());
        return Thread.ofPlatform().start(() -> {
            try {
                start.await();
                body.run(own);
            } catch (Throwable e) {
                failures.add(e);
            }
        });
    }

    /** What writer and listeners do: see that they are not called when they must not be. */
    private void applicationCode() {
        callsInside.incrementAndGet();
        if (closesReturned.get() > 0) {
            failures.add(new AssertionError("called after a close() had returned"));
        }
        calls.incrementAndGet();
        LockSupport.parkNanos(CALL_NS); // long enough for somebody to close meanwhile
        callsInside.decrementAndGet();
    }

    private void close(Random random) {
        int enough = random.nextInt(8);
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (calls.get() < enough && System.nanoTime() < untilNs) {
            LockSupport.parkNanos(LONGEST_WAIT_NS / 10);
        }
        LockSupport.parkNanos(random.nextInt(LONGEST_WAIT_NS));
        long startNs = System.nanoTime();
        try {
            connection.close();
            int inside = callsInside.get();
            closesReturned.incrementAndGet();
            assertThat(inside).as("calls that a close() did not wait for").isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(CLOSE_LIMIT);
            assertThat(connection.control.closeReport().closed()).isTrue();
        } finally {
            closing.countDown();
        }
    }

    private void untilClosed(Random random, Stuck.Work work) throws Exception {
        while (closing.getCount() > 0) {
            try {
                work.run();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("the interceptor is closed");
            }
            if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(random.nextInt(200_000));
            }
        }
    }

    private void put(RtpHandler handler, long ssrc) {
        put.incrementAndGet();
        connection.receive(handler, ssrc);
    }

    private void receive(Random random, List<RtpHandler> handlers) {
        int index = random.nextInt(handlers.size());
        put(handlers.get(index), index < 2 ? index + 1 : 100 + random.nextInt(8));
    }

    private void bindAndUnbind(Random random) {
        long ssrc = 10L + random.nextInt(3);
        if (random.nextInt(3) == 0) {
            connection.interceptor.unbindRemoteStream(Connection.video(ssrc));
            return;
        }
        RtpHandler handler = connection.bind(ssrc);
        for (int packets = random.nextInt(4); packets > 0; packets--) {
            put(handler, ssrc);
        }
    }

    /** Mostly a few milliseconds; now and then long enough for every stream to be idle. */
    private void passTime(Random random) {
        connection.clock.advance(Duration.ofMillis(random.nextInt(50) == 0 ? 3_000 : random.nextInt(100)));
        LockSupport.parkNanos(50_000);
    }

    private void control(Random random) {
        switch (random.nextInt(6)) {
            case 0 -> connection.control.swapEstimator(random.nextBoolean() ? "delay-trendline" : "delay-kalman");
            case 1 -> {
                try (ShadowEstimator shadow = connection.control.shadow("delay-trendline")) {
                    shadow.takeOver();
                }
            }
            case 2 -> {
                Subscription subscription = connection.control.subscribe(estimate -> applicationCode());
                LockSupport.parkNanos(random.nextInt(500_000));
                subscription.close();
            }
            case 3 -> connection.control.reset();
            case 4 -> connection.control.onRtt(Duration.ofMillis(1L + random.nextInt(300)));
            default -> {
                connection.control.cap(100_000 + random.nextInt(1_000_000));
                connection.control.mute(random.nextBoolean());
            }
        }
    }
}
