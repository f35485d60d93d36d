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
 * A task gives up the memory of its queue, and gets other memory, while an RTP thread offers. Result: the packets in the
 * order in which they were polled.
 */
public class ShutVersusOffer {
    static PacketSlot packet(long ordinal) {
        PacketSlot slot = new PacketSlot();
        slot.ordinal = ordinal;
        return slot;
    }

    /** Slots of the tests' own stand for the packets; the queue's own seals are never polled. */
    static void pollAll(StreamQueue queue, StringBuilder polled) {
        for (PacketSlot slot = queue.poll(); slot != null; slot = queue.poll()) {
            polled.append(slot.ordinal);
        }
    }

    @JCStressTest
    @Outcome(id = "123", expect = Expect.ACCEPTABLE, desc = "Each packet came once and in its order.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A packet was lost, doubled or overtaken.")
    @State
    public static class Correct {
        private final StreamQueue queue = new StreamQueue(4);
        private final StringBuilder polled = new StringBuilder();

        public Correct() {
            queue.open();
        }

        @Actor
        public void producer() {
            queue.offer(packet(1));
            queue.offer(packet(2));
            queue.offer(packet(3));
        }

        @Actor
        public void task() {
            queue.shut();
            pollAll(queue, polled);
            queue.open();
            pollAll(queue, polled);
        }

        @Arbiter
        public void arbiter(L_Result r) {
            pollAll(queue, polled);
            r.r1 = polled.toString();
        }
    }

    /** The array is given up when it was found empty, and not filled up. */
    @JCStressTest
    @Outcome(id = "lost", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The packet went with the array.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLooking {
        private final SlotStack aside = new SlotStack();
        private volatile MpscAtomicArrayQueue<PacketSlot> array = new MpscAtomicArrayQueue<>(4);

        @Actor
        public void producer() {
            MpscAtomicArrayQueue<PacketSlot> into = array;
            Streams.linger();
            if (into == null || !into.offer(packet(1))) {
                aside.push(packet(1));
            }
        }

        @Actor
        public void task() {
            for (int i = 0; i < 100 && array.isEmpty(); i++) {
                if (i == 50) {
                    array = null;
                    return;
                }
            }
        }

        @Arbiter
        public void arbiter(L_Result r) {
            boolean there = array != null && !array.isEmpty() || !aside.isEmpty();
            r.r1 = there ? "there" : "lost";
        }
    }
}
