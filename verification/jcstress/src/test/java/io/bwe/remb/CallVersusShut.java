package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/**
 * {@code close()} shuts the gate while a call into the application's code begins. Results: when the call ran, measured
 * by the return of {@code close()}; whether {@code close()} knew of it.
 */
public class CallVersusShut {
    abstract static class Scene {
        final UserCodeGate gate = new UserCodeGate();
        volatile boolean closeReturned;

        void call(LZ_Result r) {
            r.r1 = closeReturned ? "after" : "before";
        }

        void close(LZ_Result r) {
            gate.shut();
            r.r2 = gate.stillInside() != null;
            closeReturned = true;
        }
    }

    @JCStressTest
    @Outcome(id = "refused, false", expect = Expect.ACCEPTABLE, desc = "The call was kept out.")
    @Outcome(id = {"before, false", "before, true"}, expect = Expect.ACCEPTABLE, desc = "The call came first.")
    @Outcome(id = "after, true", expect = Expect.ACCEPTABLE, desc = "The call had begun, and close() knew of it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A call of which close() did not know ran after its return.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void outbox(LZ_Result r) {
            if (!gate.run("a call", () -> call(r))) {
                r.r1 = "refused";
            }
        }

        @Actor
        public void closer(LZ_Result r) {
            close(r);
        }
    }

    /** Asks whether the gate is open and calls outside of it. */
    @JCStressTest
    @Outcome(id = "after, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A call began after close().")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByAskingFirst extends Scene {
        @Actor
        public void outbox(LZ_Result r) {
            boolean open = gate.run("nothing", () -> {
            });
            if (open) {
                call(r);
            } else {
                r.r1 = "refused";
            }
        }

        @Actor
        public void closer(LZ_Result r) {
            close(r);
        }
    }
}
