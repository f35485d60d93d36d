package io.bwe.remb;

import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread pushes slots while another takes all and pushes one again. */
public class PushVersusTakeAll {
    static int count(PacketSlot oldest) {
        int slots = 0;
        for (PacketSlot slot = oldest; slot != null && slots < 9; slot = slot.next) {
            slots++;
        }
        return slots;
    }

    /** Result: how many slots there were in the end. */
    @JCStressTest
    @Outcome(id = "4", expect = Expect.ACCEPTABLE, desc = "Each slot is there once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot was lost or doubled.")
    @State
    public static class Correct {
        private final SlotStack stack = new SlotStack();
        private int kept;

        public Correct() {
            stack.push(ShutVersusOffer.packet(0));
            stack.push(ShutVersusOffer.packet(1));
        }

        @Actor
        public void producer() {
            stack.push(ShutVersusOffer.packet(2));
            PacketSlot last = ShutVersusOffer.packet(3);
            stack.pushAll(last, last);
        }

        @Actor
        public void taker() {
            PacketSlot oldest = stack.takeAll();
            PacketSlot rest = oldest.next;
            stack.push(oldest); // at once on the stack again
            kept = count(rest);
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = kept + count(stack.takeAll());
        }
    }

    /** A single slot is taken off: by whoever reads what is below and then exchanges. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @Outcome(id = ".*", expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "What was below came back, and what was pushed went.")
    @State
    public static class BrokenByTakingOne {
        private final AtomicReference<PacketSlot> newest = new AtomicReference<>();
        private int kept;

        public BrokenByTakingOne() {
            push(ShutVersusOffer.packet(0));
            push(ShutVersusOffer.packet(1));
            push(ShutVersusOffer.packet(2));
        }

        private void push(PacketSlot slot) {
            do {
                slot.next = newest.get();
            } while (!newest.compareAndSet(slot.next, slot));
        }

        private PacketSlot takeOne() {
            PacketSlot top;
            PacketSlot below;
            do {
                top = newest.get();
                if (top == null) {
                    return null;
                }
                below = top.next;
                Streams.linger();
                Streams.linger();
                Streams.linger();
            } while (!newest.compareAndSet(top, below));
            return top;
        }

        @Actor
        public void one() {
            if (takeOne() != null) {
                kept++;
            }
        }

        @Actor
        public void other() {
            PacketSlot first = takeOne();
            PacketSlot second = takeOne();
            if (first != null && second != null) {
                push(first); // the other may have read what was below it
                // The second is kept.
            }
        }

        @Arbiter
        public void arbiter(I_Result r) {
            r.r1 = kept + 1 + count(newest.get());
        }
    }
}
