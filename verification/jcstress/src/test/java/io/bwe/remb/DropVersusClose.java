package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZLZ_Result;

/**
 * A shadow throws and is dropped while the application closes it. Results: it was dropped, as the transport counts; its
 * state in the end; it names a failure.
 */
public class DropVersusClose {
    abstract static class Scene {
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());
        final RuntimeException thrown = new RuntimeException("expected", null, false, false) {
            private static final long serialVersionUID = 1;
        };

        void result(ZLZ_Result r) {
            r.r2 = shadow.state();
            r.r3 = shadow.failure().isPresent();
        }
    }

    @JCStressTest
    @Outcome(id = "true, DROPPED, true", expect = Expect.ACCEPTABLE, desc = "It was dropped.")
    @Outcome(id = "false, CLOSED, false", expect = Expect.ACCEPTABLE, desc = "It was closed before.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It was both, or neither, or its failure is lost.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport(ZLZ_Result r) {
            r.r1 = shadow.drop(thrown);
        }

        @Actor
        public void application() {
            shadow.close();
        }

        @Arbiter
        public void arbiter(ZLZ_Result r) {
            result(r);
        }
    }

    /** The transport counts by what the state was before. */
    @JCStressTest
    @Outcome(id = "true, CLOSED, false", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "It counts as dropped and was closed.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void transport(ZLZ_Result r) {
            r.r1 = !shadow.isOver();
            shadow.drop(thrown);
        }

        @Actor
        public void application() {
            shadow.close();
        }

        @Arbiter
        public void arbiter(ZLZ_Result r) {
            result(r);
        }
    }
}
