package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/** A shadow throws and is dropped while the application looks. Results: its state; it names a failure. */
public class DropVersusRead {
    abstract static class Scene {
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());
        final RuntimeException thrown = new RuntimeException("expected", null, false, false) {
            private static final long serialVersionUID = 1;
        };
    }

    @JCStressTest
    @Outcome(id = {"RUNNING, false", "RUNNING, true"}, expect = Expect.ACCEPTABLE, desc = "It ran.")
    @Outcome(id = "DROPPED, true", expect = Expect.ACCEPTABLE, desc = "It was dropped and says why.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It was dropped for no reason.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            shadow.drop(thrown);
        }

        @Actor
        public void application(LZ_Result r) {
            r.r1 = shadow.state();
            r.r2 = shadow.failure().isPresent();
        }
    }

    /** The reader asks for the failure before the state that promises one. */
    @JCStressTest
    @Outcome(id = "DROPPED, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was dropped for no reason.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByReadingInReverse extends Scene {
        @Actor
        public void transport() {
            shadow.drop(thrown);
        }

        @Actor
        public void application(LZ_Result r) {
            r.r2 = shadow.failure().isPresent();
            Streams.linger();
            r.r1 = shadow.state();
        }
    }
}
