package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The transport asks up to when everything has been moved while the task, which was about to end, moves a packet there.
 * Results: the answer was "now", the packet had been moved.
 */
public class WatermarkVersusDrain {
    private static final long NOW_NS = 100;

    abstract static class Scene {
        final RemoteStream stream = Streams.withTask();

        Scene() {
            stream.endTask(StreamEnd.IDLE);
            Streams.offer(stream, 1);
        }

        void endOrDrain() {
            if (!stream.lifecycle.end(stream::queueIsEmpty)) {
                stream.drain(2);
                stream.lifecycle.park();
            }
        }
    }

    @JCStressTest
    @Outcome(id = {"true, true", "false, false", "false, true"}, expect = Expect.ACCEPTABLE,
            desc = "No promise broken.")
    @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "The packet follows behind the watermark.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void task() {
            endOrDrain();
        }

        @Actor
        public void transport(ZZ_Result r) {
            r.r1 = stream.watermarkNs(NOW_NS, 2 * NOW_NS) == NOW_NS;
            r.r2 = stream.peek() != null;
        }
    }

    /** The state is not asked: a packet in the hands of the task is forgotten. */
    @JCStressTest
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The packet follows behind.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByAskingTheQueueAlone extends Scene {
        @Actor
        public void task() {
            endOrDrain();
        }

        @Actor
        public void transport(ZZ_Result r) {
            for (int i = 0; i < 100 && !r.r1; i++) {
                r.r1 = stream.queueIsEmpty();
            }
            r.r2 = stream.peek() != null;
        }
    }
}
