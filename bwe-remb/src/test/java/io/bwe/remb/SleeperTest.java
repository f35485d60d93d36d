package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SleeperTest {
    private static final long NAP_NS = Duration.ofMillis(20).toNanos();
    private static final long LONG_NS = Duration.ofHours(1).toNanos();

    private final Sleeper sleeper = new Sleeper();

    private long napNs(long nanos) {
        long startNs = System.nanoTime();
        sleeper.nap(nanos);
        return System.nanoTime() - startNs;
    }

    @Test
    void aNapLastsAsLongAsAskedForWhoeverUnparks() throws InterruptedException {
        Thread task = Thread.ofVirtual().start(() -> {
            sleeper.enter();
            for (int i = 0; i < 5; i++) {
                LockSupport.unpark(Thread.currentThread());
                assertThat(napNs(NAP_NS)).isGreaterThanOrEqualTo(NAP_NS);
            }
        });
        Throwable[] failure = new Throwable[1];
        task.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
        task.join();
        assertThat(failure[0]).isNull();
    }

    @Test
    void aNapCanBeInterruptedAndTheNextIsWhole() throws InterruptedException {
        CountDownLatch napping = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        long[] secondNs = new long[1];
        Thread task = Thread.ofVirtual().start(() -> {
            sleeper.enter();
            napping.countDown();
            sleeper.nap(LONG_NS);
            over.countDown();
            secondNs[0] = napNs(NAP_NS);
        });
        napping.await();
        sleeper.interruptNap();
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        task.join();
        assertThat(secondNs[0]).isGreaterThanOrEqualTo(NAP_NS);
    }

    @Test
    void tellsWhoWokeIt() {
        sleeper.enter();
        assertThat(sleeper.wake()).isFalse();
        assertThat(sleeper.lieDown(() -> false)).isTrue();
        assertThat(sleeper.wake()).isTrue();
        assertThat(sleeper.wake()).isFalse();
    }

    @Test
    void isAwakeAfterAFailure() {
        assertThatThrownBy(() -> sleeper.sleepUnless(() -> {
            throw new OutOfMemoryError("intended");
        })).isInstanceOf(OutOfMemoryError.class);
        assertThat(sleeper.isAsleep()).isFalse();
    }
}
