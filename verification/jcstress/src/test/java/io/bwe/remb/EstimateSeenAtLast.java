package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** A thread waits for the first estimate by reading again and again, without any other synchronisation. */
public class EstimateSeenAtLast {
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "The reader saw the estimate.")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "The reader never sees the estimate.")
    @State
    public static class Correct {
        private final EstimatorHandle handle = new EstimatorRoles("any", EstimatorConfig.defaults(), () -> {
        }).driving();

        @Actor
        public void reader() {
            while (handle.estimate() == EstimateView.NONE) {
                // reads again
            }
        }

        @Signal
        public void transport() {
            handle.publish(Said.view(1));
        }
    }

    /** The estimate is in a field that is not volatile: the compiler may read it once and for all. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @Outcome(id = "STALE", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The reader never sees the estimate.")
    @State
    public static class BrokenByPlainField {
        private EstimateView estimate = EstimateView.NONE;

        @Actor
        public void reader() {
            while (estimate == EstimateView.NONE) {
                // reads again
            }
        }

        @Signal
        public void transport() {
            estimate = Said.view(1);
        }
    }
}
