package io.bwe.remb;

import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The queue of a stream gets its memory while an RTP thread offers, which puts packets aside until then; a task polls
 * before and after. Result: the packets in the order in which they were polled.
 */
public class AsideVersusOpen {
    @JCStressTest
    @Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "Each packet came once and in its order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A packet was lost, doubled or overtaken.")
    @State
    public static class Correct {
        private final StreamQueue queue = new StreamQueue(4);
        private final StringBuilder polled = new StringBuilder();

        @Actor
        public void producer() {
            queue.offer(ShutVersusOffer.packet(1));
            queue.offer(ShutVersusOffer.packet(2));
            queue.offer(ShutVersusOffer.packet(3));
        }

        @Actor
        public void transportAndTask() {
            ShutVersusOffer.pollAll(queue, polled);
            queue.open();
            ShutVersusOffer.pollAll(queue, polled);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            ShutVersusOffer.pollAll(queue, polled);
            r.r1 = polled.toString();
        }
    }

    /** The task looks aside before it polls the array. */
    @JCStressTest
    @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @Outcome(id = "21", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The second packet overtook the first.")
    @State
    public static class BrokenByLookingAsideFirst {
        private final SlotStack aside = new SlotStack();
        private final MpscAtomicArrayQueue<PacketSlot> array = new MpscAtomicArrayQueue<>(4);
        private final StringBuilder polled = new StringBuilder();

        private void poll() {
            PacketSlot before = aside.takeAll();
            Streams.linger();
            PacketSlot next = array.relaxedPoll();
            if (before != null) {
                polled.append(before.ordinal);
            }
            if (next != null) {
                polled.append(next.ordinal);
            }
        }

        @Actor
        public void producer() {
            aside.push(ShutVersusOffer.packet(1));
            array.offer(ShutVersusOffer.packet(2));
        }

        @Actor
        public void task() {
            poll();
        }

        @Arbiter
        public void arbiter(L_Result r) {
            poll();
            r.r1 = polled.toString();
        }
    }
}
