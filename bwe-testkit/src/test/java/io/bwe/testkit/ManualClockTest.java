package io.bwe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    @Test
    void standsStillUntilItIsMoved() {
        ManualClock clock = new ManualClock();
        assertThat(clock.nanoTime()).isZero();
        assertThat(clock.nanoTime()).isZero();
    }

    @Test
    void movesByTheGivenTime() {
        ManualClock clock = new ManualClock(-5);
        clock.advance(Duration.ofNanos(7));
        assertThat(clock.nanoTime()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        clock.advance(Duration.ZERO);
        assertThat(clock.nanoTime()).isEqualTo(1_000_000_002);
    }

    @Test
    void movesToTheGivenTime() {
        ManualClock clock = new ManualClock(100);
        clock.setNanos(100);
        clock.setNanos(250);
        assertThat(clock.nanoTime()).isEqualTo(250);
    }

    @Test
    void neverRunsBackwards() {
        ManualClock clock = new ManualClock(100);
        assertThatThrownBy(() -> clock.setNanos(99)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the clock shows 100 ns and cannot go back to 99");
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the clock cannot go back by PT-0.000000001S");
        assertThat(clock.nanoTime()).isEqualTo(100);
    }

    @Test
    void losesNoMoveWhenSeveralThreadsMoveIt() throws Exception {
        int threads = 4;
        int moves = 20_000;
        ManualClock clock = new ManualClock();
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            Future<?>[] movers = new Future<?>[threads];
            for (int i = 0; i < threads; i++) {
                movers[i] = executor.submit(() -> {
                    start.await();
                    for (int move = 0; move < moves; move++) {
                        clock.advance(Duration.ofNanos(1));
                    }
                    return null;
                });
            }
            for (Future<?> mover : movers) {
                mover.get();
            }
        }
        assertThat(clock.nanoTime()).isEqualTo((long) threads * moves);
    }
}
