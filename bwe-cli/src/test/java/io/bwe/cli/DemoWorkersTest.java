package io.bwe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DemoWorkersTest {
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(30);

    private final DemoWorkers workers = new DemoWorkers();

    @Test
    void shouldRepeatTheWorkUntilStopped() throws InterruptedException {
        AtomicInteger times = new AtomicInteger();
        workers.start("worker", () -> {
            if (times.incrementAndGet() == 3) {
                workers.stop();
            }
        });

        assertThat(workers.awaitStop(LONG_NS)).isTrue();
        workers.close();
        assertThat(times).hasValue(3);
        assertThat(workers.failure()).isEmpty();
    }

    @Test
    void shouldStopTheRunWhenAThreadFails() throws InterruptedException {
        workers.start("other", () -> new CountDownLatch(1).await());
        workers.start("worker", () -> {
            throw new IOException("no route");
        });

        assertThat(workers.awaitStop(LONG_NS)).isTrue();
        workers.close();
        assertThat(workers.failure()).contains("worker failed: java.io.IOException: no route");
    }

    @Test
    void shouldEndWaitingThreadsWithoutCallingThatAFailure() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        workers.start("worker", () -> {
            thread.set(Thread.currentThread());
            started.countDown();
            new CountDownLatch(1).await();
        });
        started.await();

        workers.close();

        assertThat(thread.get().isAlive()).isFalse();
        assertThat(workers.failure()).isEmpty();
    }

    @Test
    void shouldTellWhetherTheRunWasStoppedInTime() throws InterruptedException {
        assertThat(workers.awaitStop(0)).isFalse();
        workers.stop();
        assertThat(workers.awaitStop(0)).isTrue();
    }
}
