package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An estimate is published while another thread reads. Results: live SSRC and incoming rate, which are equal. */
public class EstimateReadVersusPublish {
    @JCStressTest
    @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "The reader came first: there is no estimate yet.")
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "The reader has the whole estimate.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Parts of different estimates.")
    @State
    public static class Correct {
        private final EstimatorHandle handle = new EstimatorRoles("any", EstimatorConfig.defaults(), () -> {
        }).driving();

        @Actor
        public void transport() {
            handle.publish(Said.view(2));
        }

        @Actor
        public void reader(II_Result r) {
            EstimateView view = handle.estimate();
            r.r1 = view.liveSsrcCount() == 0 ? 0 : (int) view.liveSsrc(0);
            r.r2 = (int) view.incomingBps();
        }
    }

    /** The reader asks the estimator instead of what was published. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Half of the old and half of the new.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByAskingTheEstimator {
        private final Said estimator = new Said(1);

        @Actor
        public void transport() {
            estimator.say(2);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = (int) estimator.liveSsrc(0);
            Streams.linger();
            r.r2 = (int) estimator.incomingBps();
        }
    }
}
