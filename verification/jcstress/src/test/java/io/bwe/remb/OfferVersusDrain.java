package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A task drains while an RTP thread offers. Result: the stamps of the packets that were moved. */
public class OfferVersusDrain {
    /** The stamps in the order in which they were moved; one that is not the arrival time too belongs to a slot of two packets. */
    static String stamps(RemoteStream stream) {
        stream.drain(9);
        StringBuilder stamps = new StringBuilder();
        for (PacketSlot slot = stream.poll(); slot != null; slot = stream.poll()) {
            stamps.append(slot.arrivalTimeNs == slot.nowNs ? slot.nowNs : "?");
        }
        return stamps.toString();
    }

    @JCStressTest
    @Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "Each packet came once, whole and in its order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A packet was lost, doubled, mixed with another or overtaken.")
    @State
    public static class Correct {
        private final RemoteStream stream = Streams.withTask();

        @Actor
        public void producer() {
            Streams.offer(stream, 1);
            Streams.offer(stream, 2);
            Streams.offer(stream, 3);
        }

        @Actor
        public void task() {
            stream.drain(4);
            stream.drain(5);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            r.r1 = stamps(stream);
        }
    }

    /** Two tasks drain one stream. */
    @JCStressTest
    @Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @Outcome(id = ".*", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A packet was lost, doubled or overtaken.")
    @State
    public static class BrokenByTwoTasks {
        private final RemoteStream stream = Streams.withTask();

        public BrokenByTwoTasks() {
            Streams.offer(stream, 1);
            Streams.offer(stream, 2);
            Streams.offer(stream, 3);
        }

        @Actor
        public void task() {
            stream.drain(4);
        }

        @Actor
        public void secondTask() {
            stream.drain(4);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            r.r1 = stamps(stream);
        }
    }
}
