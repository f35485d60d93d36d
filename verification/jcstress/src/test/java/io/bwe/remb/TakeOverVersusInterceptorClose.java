package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * A shadow takes over while the interceptor is closed. Results: what the old one and the shadow do in the end, and how
 * many shadows there are.
 */
public class TakeOverVersusInterceptorClose {
    abstract static class Scene {
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());
        final EstimatorHandle old = roles.driving();

        Scene() {
            shadow.claim();
        }

        void result(LLI_Result r) {
            r.r1 = old.state();
            r.r2 = shadow.state();
            r.r3 = roles.shadows().size();
        }
    }

    @JCStressTest
    @Outcome(id = "CLOSED, CLOSED, 0", expect = Expect.ACCEPTABLE, desc = "All are over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "One goes on for ever.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            roles.drive(shadow);
        }

        @Actor
        public void closer() {
            roles.close();
        }

        @Arbiter
        public void arbiter(LLI_Result r) {
            result(r);
        }
    }

    /** The new one is no shadow any more before it drives: nobody can find it in between. */
    @JCStressTest
    @Outcome(id = "CLOSED, DRIVING, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The new one drives for ever.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByRemovingFirst extends Scene {
        @Actor
        public void transport() {
            roles.remove(shadow);
            roles.drive(shadow);
        }

        @Actor
        public void closer() {
            roles.close();
        }

        @Arbiter
        public void arbiter(LLI_Result r) {
            result(r);
        }
    }
}
