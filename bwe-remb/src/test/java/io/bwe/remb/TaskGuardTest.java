package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.NanoClock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskGuardTest {
    private final RembStatistics statistics = new RembStatistics();
    private final NanoClock broken = () -> {
        throw new OutOfMemoryError("intended");
    };
    private final TaskGuard guard = new TaskGuard(statistics, new TroubleLog(broken));

    private static void fail() {
        throw new OutOfMemoryError("intended");
    }

    @Test
    void whatIsThrownIsCountedAlsoIfItCannotBeLogged() {
        assertThat(guard.attempt("intended", TaskGuardTest::fail)).isFalse();
        assertThat(statistics.workerErrors()).isEqualTo(1);
        assertThat(guard.attempt("intended", () -> {
        })).isTrue();
        assertThat(statistics.workerErrors()).isEqualTo(1);
    }

    @Test
    void insistsUntilItComesThrough() {
        AtomicInteger calls = new AtomicInteger();
        assertThat(guard.insist("intended", () -> {
            if (calls.incrementAndGet() < 4) {
                fail();
            }
        })).isTrue();
        assertThat(calls).hasValue(4);
        assertThat(statistics.workerErrors()).isEqualTo(3);
    }

    @Test
    void givesUpWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(guard.insist("intended", TaskGuardTest::fail)).isFalse();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(statistics.workerErrors()).isEqualTo(1);
    }

    @Test
    void pausesAfterAFailure() {
        long startNs = System.nanoTime();
        guard.attempt("intended", TaskGuardTest::fail);
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(10_000_000);
    }
}
