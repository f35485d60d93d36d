package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * One SSRC is bound twice at the same time. Result: how many streams the transport has in the end. A model of
 * {@code RembInterceptor}'s steps, see {@link Binding}.
 */
public class BindVersusBind {
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The later one replaced the other.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two streams of one SSRC, or none.")
    @State
    public static class Correct extends Binding {
        @Actor
        public void one() {
            bind(Streams.withoutTask());
        }

        @Actor
        public void other() {
            bind(Streams.withoutTask());
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = streamsInTheEnd();
        }
    }

    /** Looks which stream is there and then puts its own. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Two streams of one SSRC.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Binding {
        @Actor
        public void one() {
            bindBroken(Streams.withoutTask());
        }

        @Actor
        public void other() {
            bindBroken(Streams.withoutTask());
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = streamsInTheEnd();
        }
    }
}
