package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The transport lets an unbound stream leave, and moves what is left in place of its task, while the task says that it
 * ends and then finds a packet. Results: the task goes on, the transport has stood in for it.
 */
public class LeaveVersusTaskEnd {
    abstract static class Scene {
        final RemoteStream stream = Streams.withTask();
        // No stream is estimated here, so nobody calls the estimator.
        final StreamRoster roster = new StreamRoster(Streams.merge(), null, Streams.slots(1), new RembStatistics(),
                start -> {
                });

        Scene() {
            Streams.offer(stream, 1);
            roster.open(stream);
            roster.end(stream, StreamEnd.UNBIND, 2);
        }
    }

    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The task goes on, and the transport waits.")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE,
            desc = "The transport stood in for the task, which is gone.")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "Two threads drain the stream.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The task was gone, and the packet stayed.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void task(ZZ_Result r) {
            r.r1 = !stream.lifecycle.end(stream::queueIsEmpty);
        }

        @Actor
        public void transport(ZZ_Result r) {
            roster.letStreamsLeave(3);
            r.r2 = !roster.isLeaving(stream);
        }
    }

    /** The transport takes a look at the state for a promise that it stays so. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Two threads drain the stream.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLooking extends Scene {
        @Actor
        public void task(ZZ_Result r) {
            r.r1 = !stream.lifecycle.end(stream::queueIsEmpty);
        }

        @Actor
        public void transport(ZZ_Result r) {
            r.r2 = stream.lifecycle.hasEnded();
        }
    }
}
