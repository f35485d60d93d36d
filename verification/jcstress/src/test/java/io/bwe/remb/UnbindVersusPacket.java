package io.bwe.remb;

import io.bwe.api.InterceptorStatistics.StreamEnd;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * A packet comes while its stream is unbound and leaves. Results: how often it was counted as refused, how many packets
 * nobody has taken out or given back, whether the stream that has left asks for a task.
 */
public class UnbindVersusPacket {
    abstract static class Scene {
        final RembStatistics statistics = new RembStatistics();
        // No stream is estimated here, so nobody calls the estimator.
        final StreamRoster roster = new StreamRoster(Streams.merge(), null, Streams.slots(1), statistics, start -> {
        });
        final RemoteStream stream = Streams.withoutTask();

        Scene() {
            roster.open(stream);
        }

        /** What an RTP thread does. */
        void packet() {
            if (stream.isClosed()) {
                statistics.untracked.incrementAndGet();
            } else {
                Streams.offer(stream, 1);
                if (stream.isOver()) { // as Ingress asks for a packet that was put aside
                    statistics.untracked.addAndGet(stream.giveBackOrphans());
                }
            }
        }

        void result(IIZ_Result r) {
            roster.letStreamsLeave(4);
            r.r1 = (int) statistics.packetsUntracked();
            r.r2 = stream.giveBackOrphans();
            r.r3 = stream.lifecycle.claimStart();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 0, false", expect = Expect.ACCEPTABLE, desc = "The packet was refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The packet was lost or counted twice, or the stream comes back.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void producer() {
            packet();
        }

        @Actor
        public void transport() {
            roster.end(stream, StreamEnd.UNBIND, 2);
            roster.letStreamsLeave(3);
        }

        @Arbiter
        public void arbiter(IIZ_Result r) {
            result(r);
        }
    }

    /** The transport takes a stream without a task for one that will have none. */
    @JCStressTest
    @Outcome(id = "0, 1, true", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "A stream that has left asks for a task.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst extends Scene {
        @Actor
        public void producer() {
            packet();
        }

        @Actor
        public void transport() {
            stream.closeIngress();
            if (stream.lifecycle.hasEnded()) {
                stream.drain(3);
                for (PacketSlot slot = stream.poll(); slot != null; slot = stream.poll()) {
                    roster.refused(slot);
                }
            }
        }

        @Arbiter
        public void arbiter(IIZ_Result r) {
            result(r);
        }
    }
}
