package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The task of a stream ends for idleness while a packet comes: the stream with its queue. Results: packets
 * that were moved, tasks that are there for them.
 */
public class StreamIdleEndVersusOffer {
    abstract static class Scene {
        final RemoteStream stream = Streams.withTask();
        private int tasks;

        Scene() {
            stream.endTask(StreamEnd.IDLE);
        }

        /** What the task does after it has asked whether it must end. */
        void endOrGoOn(boolean ended) {
            if (!ended) {
                tasks = 1;
                stream.withdrawIdle();
                stream.drain(2);
                stream.lifecycle.park();
            }
        }

        /** The next ticks, in which nothing else happens. */
        void transport(II_Result r) {
            if (Streams.startTask(stream)) {
                tasks++;
                stream.drain(3);
                stream.lifecycle.park();
            } else if (stream.lifecycle.wake()) {
                stream.drain(3);
            }
            while (stream.poll() != null) {
                r.r1++;
            }
            r.r2 = tasks;
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "One task moved the packet and is there.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The task moved the packet and then ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The packet was lost or doubled, or there are two tasks.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void producer() {
            Streams.offer(stream, 1);
        }

        @Actor
        public void task() {
            stream.drain(1);
            endOrGoOn(stream.leaveTask());
        }

        @Arbiter
        public void arbiter(II_Result r) {
            transport(r);
        }
    }

    /** The task looks at its queue before it says that it ends, and leaves it as it is. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The packet waits and there is no task.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void producer() {
            Streams.offer(stream, 1);
        }

        @Actor
        public void task() {
            stream.drain(1);
            boolean empty = stream.queueIsEmpty();
            Streams.linger();
            endOrGoOn(stream.lifecycle.end(() -> empty));
        }

        @Arbiter
        public void arbiter(II_Result r) {
            transport(r);
        }
    }
}
