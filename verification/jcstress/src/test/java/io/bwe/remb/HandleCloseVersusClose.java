package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** Two threads close one shadow. Results: its state; how often the transport was told. */
public class HandleCloseVersusClose {
    abstract static class Scene {
        final AtomicInteger changes = new AtomicInteger();
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), changes::incrementAndGet);
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());

        void result(LI_Result r) {
            r.r1 = shadow.state();
            r.r2 = changes.get();
        }

        /** Looks and then acts, as if these were one step. */
        void brokenClose() {
            if (!shadow.isOver()) {
                shadow.end();
                roles.remove(shadow);
            }
        }
    }

    @JCStressTest
    @Outcome(id = "CLOSED, 1", expect = Expect.ACCEPTABLE, desc = "It was closed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It was closed twice, or not at all.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void one() {
            shadow.close();
        }

        @Actor
        public void other() {
            shadow.close();
        }

        @Arbiter
        public void arbiter(LI_Result r) {
            result(r);
        }
    }

    /** Looks whether it is closed already, and closes it. */
    @JCStressTest
    @Outcome(id = "CLOSED, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was closed twice.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void one() {
            brokenClose();
        }

        @Actor
        public void other() {
            brokenClose();
        }

        @Arbiter
        public void arbiter(LI_Result r) {
            result(r);
        }
    }
}
