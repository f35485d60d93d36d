package io.bwe.remb;

import io.bwe.api.EstimateExplainer;
import io.bwe.api.NanoClock;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Something is explained while the REMB task tells and goes to sleep. Result: how many explanations were told. */
public class ExplanationVersusSleep {
    abstract static class Scene {
        final Outbox outbox = new Outbox(null, new RembStatistics(), new InterceptorRecorder("test"),
                new TroubleLog(NanoClock.SYSTEM));
        private final EstimateExplainer explainer;
        private int told;
        private boolean parked;

        Scene() {
            outbox.explanations().subscribe(explanation -> told++);
            explainer = Objects.requireNonNull(outbox.explanations().explainer());
        }

        /** What the transport task does: two things happen. */
        void explain() {
            explainer.onReset(1);
            explainer.onReset(2);
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

        /** The next rounds, if the task does not sleep for ever. */
        void nextRounds(I_Result r) {
            if (!parked || !outbox.sleeper.isAsleep()) {
                while (outbox.hasWork()) {
                    outbox.tellAll();
                }
            }
            r.r1 = told;
        }
    }

    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both were told.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One waits, and nobody is going to tell it.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            explain();
        }

        @Actor
        public void task() {
            round();
        }

        @Arbiter
        public void arbiter(I_Result r) {
            nextRounds(r);
        }
    }

    /** The REMB task looks for work before it says that it sleeps. */
    @JCStressTest
    @Outcome(id = {"0", "1"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "One waits and is not told.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void transport() {
            explain();
        }

        @Actor
        public void task() {
            brokenRound();
        }

        @Arbiter
        public void arbiter(I_Result r) {
            nextRounds(r);
        }
    }
}
