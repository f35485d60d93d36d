package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.NanoClock;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.api.spi.InterceptorProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An interceptor under test with an estimator that records, and what tests of interceptors do over and over. */
final class InterceptorSession implements AutoCloseable {
    static final int SEND_TIME_ID = 3;
    static final List<HeaderExtension> EXTENSIONS = List
            .of(new HeaderExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID));
    private static final long POLL_NS = 500_000;

    final RecordingEstimator estimator = new RecordingEstimator();
    final Interceptor interceptor;
    final Duration patience;
    private final AtomicBoolean closed = new AtomicBoolean();

    InterceptorSession(InterceptorProvider provider, Duration patience, NanoClock clock, Map<String, String> options) {
        this.patience = patience;
        interceptor = provider.create(InterceptorConfig.builder().estimator(estimator.provider()).clock(clock)
                .options(options).build());
    }

    /** With an estimator that records nothing, so that {@link #estimator} sees no packet. */
    InterceptorSession(InterceptorProvider provider, Duration patience, EstimatorProvider unrecorded) {
        this.patience = patience;
        interceptor = provider.create(InterceptorConfig.builder().estimator(unrecorded).build());
    }

    static StreamInfo video(long ssrc) {
        return StreamInfo.builder(ssrc).mimeType("video/VP8")
                .headerExtension(HeaderExtension.ABS_SEND_TIME, SEND_TIME_ID).build();
    }

    static ByteBuffer packet(long ssrc, int sequenceNumber) {
        return new RtpPacketBuilder().ssrc(ssrc).sequenceNumber(sequenceNumber).timestamp(90L * sequenceNumber)
                .absSendTime(SEND_TIME_ID, 262 * sequenceNumber).payloadSize(100).build();
    }

    /** Puts packets with these sequence numbers in, a millisecond apart. */
    static void push(RtpHandler handler, long ssrc, int from, int to) {
        for (int i = from; i < to; i++) {
            handler.onRtp(packet(ssrc, i), i * 1_000_000L, i);
        }
    }

    /** Closes the interceptor if the test has not done so. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            inOneThread("close", interceptor::close);
        }
    }

    /** From now on the test does it itself. */
    void closedByTest() {
        closed.set(true);
    }

    /** Waits until something holds, and fails when that takes too long. */
    void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                fail("not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Runs something in a thread of its own; fails when it throws or takes too long. */
    void inOneThread(String what, Runnable action) {
        inThreads(what, 1, Executors.callable(action, null));
    }

    /** Runs something in threads of their own, all at once; fails when one throws or takes too long. */
    void inThreads(String what, int count, Callable<@Nullable Void> action) {
        inThreads(what, count, patience, action);
    }

    /** The same without a session. */
    static void inThreads(String what, int count, Duration patience, Callable<@Nullable Void> action) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        List<FutureTask<@Nullable Void>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<@Nullable Void> task = new FutureTask<>(action);
            tasks.add(task);
            threads.add(Thread.ofPlatform().daemon().start(task));
        }
        try {
            for (FutureTask<@Nullable Void> task : tasks) {
                task.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            threads.forEach(Thread::interrupt);
            fail(what + " took longer than " + patience, e);
        } catch (Exception e) {
            fail(what + " threw", e.getCause());
        }
    }

    /** A next handler that keeps what it gets. */
    static final class Receiver implements RtpHandler {
        /** A packet as it was passed on. */
        record Passed(byte[] content, long arrivalTimeNs, long ordinal) {
        }

        final List<Passed> passed = new ArrayList<>();

        @Override
        public void onRtp(ByteBuffer packet, long arrivalTimeNs, long ordinal) {
            passed.add(new Passed(BufferKinds.bytes(packet), arrivalTimeNs, ordinal));
        }

        /** Fails unless exactly these came, in this order, with these times and numbers. */
        void assertGot(List<Passed> expected, String what) {
            for (int i = 0; i < Math.min(expected.size(), passed.size()); i++) {
                Passed want = expected.get(i);
                Passed got = passed.get(i);
                String which = what + ", packet " + i;
                assertNull(BufferKinds.difference(want.content, got.content), which);
                assertEquals(want.arrivalTimeNs, got.arrivalTimeNs, "arrival of " + which);
                assertEquals(want.ordinal, got.ordinal, "ordinal of " + which);
            }
            assertEquals(expected.size(), passed.size(), "packets passed on, " + what);
        }
    }
}
