package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/** A shadow takes over while another thread reads its state. Results: the state; it is the one that drives. */
public class DriveVersusState {
    abstract static class Scene {
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());

        Scene() {
            shadow.claim();
        }
    }

    @JCStressTest
    @Outcome(id = {"WARMING_UP, false", "WARMING_UP, true"}, expect = Expect.ACCEPTABLE, desc = "It is on its way.")
    @Outcome(id = "DRIVING, true", expect = Expect.ACCEPTABLE, desc = "It drives and says so.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It says that it drives, and another does.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            roles.drive(shadow);
        }

        @Actor
        public void reader(LZ_Result r) {
            r.r1 = shadow.state();
            r.r2 = roles.driving() == shadow;
        }
    }

    /** The reader asks who drives before it reads the state. */
    @JCStressTest
    @Outcome(id = "DRIVING, false", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "It says that it drives, and another did.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByReadingInReverse extends Scene {
        @Actor
        public void transport() {
            roles.drive(shadow);
        }

        @Actor
        public void reader(LZ_Result r) {
            r.r2 = roles.driving() == shadow;
            Streams.linger();
            r.r1 = shadow.state();
        }
    }
}
