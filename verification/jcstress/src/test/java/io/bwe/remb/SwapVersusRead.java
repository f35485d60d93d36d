package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** A shadow takes over while another thread reads. Results: name and estimate of the estimator that drives. */
public class SwapVersusRead {
    abstract static class Scene {
        final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        final EstimatorHandle shadow = roles.open("new", EstimatorConfig.defaults());

        Scene() {
            roles.driving().publish(Said.view(1));
            shadow.claim();
        }

        void read(LI_Result r) {
            EstimatorHandle driving = roles.driving();
            r.r1 = driving.name();
            r.r2 = (int) driving.estimate().estimateBps();
        }
    }

    @JCStressTest
    @Outcome(id = "old, 1", expect = Expect.ACCEPTABLE, desc = "The old estimator with what it said last.")
    @Outcome(id = "new, 2", expect = Expect.ACCEPTABLE, desc = "The new estimator with what it says.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Name and estimate are of different estimators.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport() {
            shadow.publish(Said.view(2));
            roles.drive(shadow);
        }

        @Actor
        public void reader(LI_Result r) {
            read(r);
        }
    }

    /** The new estimator drives before its estimate is published. */
    @JCStressTest
    @Outcome(id = "new, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The new estimator without an estimate.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLatePublication extends Scene {
        @Actor
        public void transport() {
            roles.drive(shadow);
            shadow.publish(Said.view(2));
        }

        @Actor
        public void reader(LI_Result r) {
            read(r);
        }
    }

    /** The reader asks twice who drives. */
    @JCStressTest
    @Outcome(id = "old, 2", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "The name of the old with the estimate of the new.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByReadingTwice extends Scene {
        @Actor
        public void transport() {
            shadow.publish(Said.view(2));
            roles.drive(shadow);
        }

        @Actor
        public void reader(LI_Result r) {
            r.r1 = roles.driving().name();
            Streams.linger();
            r.r2 = (int) roles.driving().estimate().estimateBps();
        }
    }
}
