package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The transport moves a packet in place of a task that sleeps while something makes the task look round; then the task
 * is woken. Results: what the task saw of a field that is its own, that field in the end.
 */
public class HelpVersusNudge {
    abstract static class Scene {
        final StreamLifecycle lifecycle = new StreamLifecycle();
        /** Plain, as the fields of a stream are. */
        int moved;

        Scene() {
            lifecycle.request();
            lifecycle.claimStart();
            lifecycle.started();
            lifecycle.park();
        }

        void move() {
            int before = moved;
            Streams.linger();
            moved = before + 1;
        }

        /** The task; returns what it found when it moved a packet, or -1 if it slept on. */
        int lookRound() {
            for (int i = 0; i < 100; i++) {
                if (!lifecycle.isAsleep()) {
                    int found = moved;
                    move();
                    return found;
                }
            }
            return -1;
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2", "-1, 1"}, expect = Expect.ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both moved packets at the same time.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            if (lifecycle.help()) {
                move();
                lifecycle.helped();
            }
            lifecycle.wake();
        }

        @Actor
        public void task(II_Result r) {
            r.r1 = lookRound();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = moved;
        }
    }

    /** The transport lets the task run and does its work all the same. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both moved packets at the same time.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByWaking extends Scene {
        @Actor
        public void transport() {
            lifecycle.wake();
            move();
        }

        @Actor
        public void task(II_Result r) {
            r.r1 = lookRound();
        }

        @Arbiter
        public void arbiter(II_Result r) {
            r.r2 = moved;
        }
    }
}
