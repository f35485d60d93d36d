package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bwe.api.BandwidthControl.Subscription;
import io.bwe.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CloseActionsTest {
    private static final int ROUNDS = 2_000;

    private final RembStatistics statistics = new RembStatistics();
    private final CloseActions actions = new CloseActions(statistics, new TroubleLog(new ManualClock()));
    private final List<String> ran = new ArrayList<>();

    @Test
    void eachRunsOnceInTheOrderInWhichTheyWereAdded() {
        actions.add(() -> ran.add("first"));
        actions.add(() -> ran.add("second"));
        assertThat(ran).isEmpty();
        assertThat(actions.areDue()).isTrue();
        actions.runAll();
        actions.runAll();
        assertThat(ran).containsExactly("first", "second");
        assertThat(actions.areDue()).isFalse();
    }

    @Test
    void oneThatIsAddedAfterTheEndRunsAtOnce() {
        actions.runAll();
        actions.add(() -> ran.add("late"));
        assertThat(ran).containsExactly("late");
        assertThat(actions.areDue()).isFalse();
    }

    @Test
    void oneThatWasWithdrawnDoesNotRun() {
        Subscription withdrawn = actions.add(() -> ran.add("withdrawn"));
        Subscription done = actions.add(() -> ran.add("done"));
        withdrawn.close();
        actions.runAll();
        done.close();
        withdrawn.close();
        assertThat(ran).containsExactly("done");
    }

    @Test
    void oneThatThrowsIsCountedAndTheOthersRun() {
        actions.add(() -> {
            throw new AssertionError("out of order");
        });
        actions.add(() -> ran.add("second"));
        actions.runAll();
        actions.add(() -> {
            throw new IllegalStateException("after the end, too");
        });
        assertThat(ran).containsExactly("second");
        assertThat(statistics.listenerErrors()).isEqualTo(2);
    }

    @Test
    void oneMayAddAnother() {
        actions.add(() -> actions.add(() -> ran.add("added")));
        actions.runAll();
        assertThat(ran).containsExactly("added");
    }

    @Test
    void namesTheThreadThatIsInOne() {
        List<String> named = new ArrayList<>();
        actions.add(() -> named.add(String.valueOf(actions.stuckCall())));
        actions.runAll();
        assertThat(named).containsExactly(Thread.currentThread().getName() + " in what was to run at close");
        assertThat(actions.stuckCall()).isNull();
    }

    @Test
    void oneThatIsAddedWhileTheEndComesRunsOnceAllTheSame() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            CloseActions racing = new CloseActions(statistics, new TroubleLog(new ManualClock()));
            AtomicInteger runs = new AtomicInteger();
            CountDownLatch together = new CountDownLatch(2);
            Thread end = Thread.ofPlatform().start(() -> {
                meet(together);
                racing.runAll();
            });
            meet(together);
            racing.add(runs::incrementAndGet);
            end.join();
            assertThat(runs).as("round %s", round).hasValue(1);
        }
    }

    private static void meet(CountDownLatch together) {
        together.countDown();
        while (together.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
