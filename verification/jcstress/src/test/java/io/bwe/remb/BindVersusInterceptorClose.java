package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * A stream is bound while the interceptor is closed: the transport task by itself, which ends in the closing thread.
 * Results: how many streams the transport has taken in; the stream refuses packets.
 */
public class BindVersusInterceptorClose {
    @JCStressTest
    @Outcome(id = "1, true", expect = Expect.ACCEPTABLE, desc = "It was taken in and closed with the others.")
    @Outcome(id = "0, false", expect = Expect.ACCEPTABLE, desc = "The transport has never heard of it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It was taken in and not closed.")
    @State
    public static class Correct {
        private final RembStatistics statistics = new RembStatistics();
        private final RemoteStream stream = Streams.withoutTask();
        private final TransportTask transport = Streams.transport(statistics);

        @Actor
        public void application() {
            transport.bind(stream);
        }

        @Actor
        public void closer() {
            transport.close();
            transport.run();
        }

        @Arbiter
        public void arbiter(IZ_Result r) {
            r.r1 = statistics.streams().size();
            r.r2 = stream.isClosed();
        }
    }

    /** The transport closes its streams and then takes in what was bound. */
    @JCStressTest
    @Outcome(id = "1, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was taken in and not closed.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByClosingFirst extends Binding {
        private final RemoteStream stream = Streams.withoutTask();

        @Actor
        public void application() {
            tellOfBeginning(stream);
        }

        @Actor
        public void closer() {
            closeAll();
            takeIn();
        }

        @Arbiter
        public void arbiter(IZ_Result r) {
            r.r1 = streams();
            r.r2 = stream.isClosed();
        }
    }
}
