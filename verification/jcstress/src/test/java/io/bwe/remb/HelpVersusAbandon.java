package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The transport does the work of a task that sleeps while that task is interrupted and goes. Result: whether the stream
 * can be retired.
 */
public class HelpVersusAbandon {
    abstract static class Scene {
        final StreamLifecycle lifecycle = new StreamLifecycle();

        Scene() {
            lifecycle.request();
            lifecycle.claimStart();
            lifecycle.started();
            lifecycle.park();
        }
    }

    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "There is no task, and that is known.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The stream waits for ever for a task that is gone.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            if (lifecycle.help()) {
                lifecycle.helped();
            }
        }

        @Actor
        public void task() {
            lifecycle.abandon();
        }

        @Arbiter
        public void arbiter(Z_Result r) {
            r.r1 = lifecycle.retire();
        }
    }

    /** The transport sets the state back and does not exchange it. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The stream waits for a task that is gone.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenBySetting extends Scene {
        @Actor
        public void transport() {
            if (lifecycle.help()) {
                Streams.linger();
                lifecycle.park();
            }
        }

        @Actor
        public void task() {
            lifecycle.abandon();
        }

        @Arbiter
        public void arbiter(Z_Result r) {
            r.r1 = lifecycle.retire();
        }
    }
}
