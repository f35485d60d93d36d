package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two RTP threads bring an ended stream back at the same time. Results: who asked for the task. */
public class ComeBackVersusComeBack {
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "One of them asked.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody asked, or both did.")
    @State
    public static class Correct {
        private final StreamLifecycle lifecycle = new StreamLifecycle();

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = lifecycle.request();
        }

        @Actor
        public void other(ZZ_Result r) {
            r.r2 = lifecycle.request();
        }
    }

    /** Looks first and then asks, as if these were one step. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both think that they asked.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst {
        private final StreamLifecycle lifecycle = new StreamLifecycle();

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = ask();
        }

        @Actor
        public void other(ZZ_Result r) {
            r.r2 = ask();
        }

        private boolean ask() {
            boolean ended = lifecycle.hasEnded();
            lifecycle.request();
            return ended;
        }
    }
}
