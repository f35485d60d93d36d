package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * A stream is bound while its SSRC is unbound. Results: who unbound found the stream; how many streams the transport
 * has in the end. A model of {@code RembInterceptor}'s steps, see {@link Binding}.
 */
public class BindVersusUnbind {
    @JCStressTest
    @Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "It was not bound yet, and stays.")
    @Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "It was bound and is over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A stream that nobody can unbind any more.")
    @State
    public static class Correct extends Binding {
        @Actor
        public void binder() {
            bind(Streams.withoutTask());
        }

        @Actor
        public void unbinder(ZI_Result r) {
            r.r1 = unbind();
        }

        @Arbiter
        public void arbiter(ZI_Result r) {
            r.r2 = streamsInTheEnd();
        }
    }

    /** The stream can be unbound before the transport hears of it. */
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A stream that nobody can unbind any more.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByTellingLate extends Binding {
        @Actor
        public void binder() {
            RemoteStream stream = Streams.withoutTask();
            replace(stream);
            Streams.linger();
            tellOfBeginning(stream);
        }

        @Actor
        public void unbinder(ZI_Result r) {
            r.r1 = unbind();
        }

        @Arbiter
        public void arbiter(ZI_Result r) {
            r.r2 = streamsInTheEnd();
        }
    }
}
