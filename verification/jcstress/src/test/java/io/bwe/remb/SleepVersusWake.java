package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A task goes to sleep while another thread brings work and wakes it. Results: the task may park, it is still taken to
 * sleep in the end. Without the parking itself, which would last for ever where a wake-up is lost.
 */
public class SleepVersusWake {
    abstract static class Scene {
        final Sleeper sleeper = new Sleeper();
        volatile boolean work;
    }

    @JCStressTest
    @Outcome(id = {"false, true", "false, false"}, expect = Expect.ACCEPTABLE,
            desc = "The task saw the work and does not park.")
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The task parks and is woken.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The task sleeps for ever while there is work.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void task(ZZ_Result r) {
            r.r1 = sleeper.lieDown(() -> work);
        }

        @Actor
        public void other() {
            work = true;
            sleeper.wake();
        }

        @Arbiter
        public void arbiter(ZZ_Result r) {
            r.r2 = sleeper.isAsleep();
        }
    }

    /** The task looks for work before it says that it sleeps. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The task sleeps for ever.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void task(ZZ_Result r) {
            boolean found = work;
            r.r1 = sleeper.lieDown(() -> found);
        }

        @Actor
        public void other() {
            work = true;
            sleeper.wake();
        }

        @Arbiter
        public void arbiter(ZZ_Result r) {
            r.r2 = sleeper.isAsleep();
        }
    }

    /** The other thread wakes the task and then brings the work. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The task sleeps for ever.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByWakingFirst extends Scene {
        @Actor
        public void task(ZZ_Result r) {
            r.r1 = sleeper.lieDown(() -> work);
        }

        @Actor
        public void other() {
            sleeper.wake();
            work = true;
        }

        @Arbiter
        public void arbiter(ZZ_Result r) {
            r.r2 = sleeper.isAsleep();
        }
    }
}
