package io.bwe.remb;

import io.bwe.api.NanoClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two estimates are put while the REMB task tells listeners and goes to sleep. Result: the last one told. */
public class ChangeVersusSleep {
    abstract static class Scene {
        final Outbox outbox = new Outbox(null, new RembStatistics(), new InterceptorRecorder("test"),
                new TroubleLog(NanoClock.SYSTEM));
        volatile long told;
        private boolean parked;

        Scene() {
            outbox.subscribe(estimate -> told = estimate.estimateBps());
        }

        /** What the REMB task does in one round, up to its parking. */
        void round() {
            outbox.tellAll();
            parked = outbox.sleeper.lieDown(outbox::hasWork);
        }

        /** The same, but it looks for work before it says that it sleeps. */
        void brokenRound() {
            outbox.tellAll();
            boolean work = outbox.hasWork();
            Streams.linger();
            parked = outbox.sleeper.lieDown(() -> work);
        }

        /** The next round, if the task does not sleep for ever. */
        void nextRound(I_Result r) {
            if (!parked || !outbox.sleeper.isAsleep()) {
                outbox.tellAll();
            }
            r.r1 = (int) told;
        }
    }

    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "The last estimate was told.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The last estimate waits, and nobody is going to tell it.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            outbox.put(Said.view(1));
            outbox.put(Said.view(2));
        }

        @Actor
        public void task() {
            round();
        }

        @Arbiter
        public void arbiter(I_Result r) {
            nextRound(r);
        }
    }

    /** The REMB task looks for work before it says that it sleeps. */
    @JCStressTest
    @Outcome(id = {"0", "1"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "The last estimate waits and is not told.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void transport() {
            outbox.put(Said.view(1));
            outbox.put(Said.view(2));
        }

        @Actor
        public void task() {
            brokenRound();
        }

        @Arbiter
        public void arbiter(I_Result r) {
            nextRound(r);
        }
    }
}
