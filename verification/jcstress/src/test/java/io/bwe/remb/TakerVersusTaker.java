package io.bwe.remb;

import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two RTP threads take a slot at the same time. Result: whether these are two slots. */
public class TakerVersusTaker {
    abstract static class Scene {
        PacketSlot one;
        PacketSlot other;

        void compare(L_Result r) {
            r.r1 = one == null || other == null ? "none" : one == other ? "same" : "different";
        }
    }

    @JCStressTest
    @Outcome(id = "different", expect = Expect.ACCEPTABLE, desc = "Each has a slot of its own.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both have the same slot, or one went without.")
    @State
    public static class Correct extends Scene {
        private final SlotPool pool = Streams.slots(2);

        @Actor
        public void one() {
            one = pool.take();
        }

        @Actor
        public void other() {
            other = pool.take();
        }

        @Arbiter
        public void arbiter(L_Result r) {
            compare(r);
        }
    }

    /** The pool's queue is one from which only one thread at a time may take. */
    @JCStressTest
    @Outcome(id = "same", expect = Expect.ACCEPTABLE_INTERESTING, desc = "One slot has two owners.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenBySingleConsumerQueue extends Scene {
        private final SpscAtomicArrayQueue<PacketSlot> free = new SpscAtomicArrayQueue<>(4);

        public BrokenBySingleConsumerQueue() {
            SlotPool pool = Streams.slots(2);
            free.offer(pool.take());
            free.offer(pool.take());
        }

        @Actor
        public void one() {
            one = free.poll();
        }

        @Actor
        public void other() {
            other = free.poll();
        }

        @Arbiter
        public void arbiter(L_Result r) {
            compare(r);
        }
    }
}
