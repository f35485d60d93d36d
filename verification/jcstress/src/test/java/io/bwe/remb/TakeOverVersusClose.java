package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZZ_Result;

/**
 * A shadow is to take over while the application closes it. Results: its state in the end; it is the one that drives;
 * it is among the shadows.
 */
public class TakeOverVersusClose {
    abstract static class Scene {
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());

        void result(LZZ_Result r) {
            r.r1 = shadow.state();
            r.r2 = roles.driving() == shadow;
            r.r3 = roles.shadows().contains(shadow);
        }
    }

    @JCStressTest
    @Outcome(id = "DRIVING, true, false", expect = Expect.ACCEPTABLE, desc = "It took over.")
    @Outcome(id = "CLOSED, false, false", expect = Expect.ACCEPTABLE, desc = "It was closed before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It took over and is closed, or neither.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            if (shadow.claim()) {
                roles.drive(shadow);
            }
        }

        @Actor
        public void application() {
            shadow.close();
        }

        @Arbiter
        public void arbiter(LZZ_Result r) {
            result(r);
        }
    }

    /** The transport looks whether it is closed, and then claims it without looking at the answer. */
    @JCStressTest
    @Outcome(id = "CLOSED, true, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A closed estimator drives.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void transport() {
            if (!shadow.isOver()) {
                shadow.claim();
                roles.drive(shadow);
            }
        }

        @Actor
        public void application() {
            shadow.close();
        }

        @Arbiter
        public void arbiter(LZZ_Result r) {
            result(r);
        }
    }
}
