package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/**
 * The task of a stream ends for idleness while a packet comes: the life cycle by itself. Results: the task ended, the
 * producer asked for another, the transport could take that up.
 */
public class IdleEndVersusOffer {
    abstract static class Scene {
        final StreamLifecycle lifecycle = new StreamLifecycle();
        volatile boolean queued;

        Scene() {
            lifecycle.request();
            lifecycle.claimStart();
            lifecycle.started();
        }

        boolean queueIsEmpty() {
            return !queued;
        }
    }

    @JCStressTest
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "The task ended, and the packet gets another.")
    @Outcome(id = "false, false, false", expect = Expect.ACCEPTABLE, desc = "The task saw the packet and goes on.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The packet has no task, or two.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void producer(ZZZ_Result r) {
            queued = true;
            r.r2 = lifecycle.request();
        }

        @Actor
        public void task(ZZZ_Result r) {
            r.r1 = lifecycle.end(this::queueIsEmpty);
        }

        @Arbiter
        public void transport(ZZZ_Result r) {
            r.r3 = lifecycle.claimStart();
        }
    }

    /** The task looks at its queue before it says that it ends. */
    @JCStressTest
    @Outcome(id = "true, false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The packet has no task.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void producer(ZZZ_Result r) {
            queued = true;
            r.r2 = lifecycle.request();
        }

        @Actor
        public void task(ZZZ_Result r) {
            boolean empty = queueIsEmpty();
            r.r1 = lifecycle.end(() -> empty);
        }

        @Arbiter
        public void transport(ZZZ_Result r) {
            r.r3 = lifecycle.claimStart();
        }
    }

    /** The producer reads the state before it offers. */
    @JCStressTest
    @Outcome(id = "true, false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The packet has no task.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByAskingFirst extends Scene {
        @Actor
        public void producer(ZZZ_Result r) {
            r.r2 = lifecycle.request();
            queued = true;
        }

        @Actor
        public void task(ZZZ_Result r) {
            r.r1 = lifecycle.end(this::queueIsEmpty);
        }

        @Arbiter
        public void transport(ZZZ_Result r) {
            r.r3 = lifecycle.claimStart();
        }
    }

    /** The task sets its state back to RUNNING where it should exchange it. */
    @JCStressTest
    @Outcome(id = "false, true, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both think the packet theirs.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenBySetting extends Scene {
        @Actor
        public void producer(ZZZ_Result r) {
            queued = true;
            r.r2 = lifecycle.request();
        }

        @Actor
        public void task(ZZZ_Result r) {
            lifecycle.abandon();
            r.r1 = queueIsEmpty();
            if (!r.r1) {
                lifecycle.park();
                lifecycle.wake();
            }
        }

        @Arbiter
        public void transport(ZZZ_Result r) {
            r.r3 = lifecycle.claimStart();
        }
    }
}
