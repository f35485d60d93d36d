package io.bwe.remb;

import java.util.HashSet;
import java.util.Set;
import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The transport replaces the queue of a pool by a smaller one while an RTP thread takes and gives back. Results: the RTP
 * thread got a slot each time, no slot is there twice.
 */
public class ShrinkVersusTaker {
    private static final int SLOTS = 8;

    abstract static class Scene {
        final SlotPool pool = Streams.slots(SLOTS);
        final PacketSlot[] taken = new PacketSlot[2];

        void take(ZZ_Result r) {
            taken[0] = pool.take();
            PacketSlot unused = pool.take();
            taken[1] = pool.take();
            r.r1 = taken[0] != null && unused != null && taken[1] != null;
            if (unused != null) {
                pool.giveBack(unused);
            }
        }

        void check(ZZ_Result r) {
            pool.rest(SLOTS); // takes back what was given back
            Set<PacketSlot> all = new HashSet<>();
            boolean once = taken[0] == null || all.add(taken[0]);
            once &= taken[1] == null || all.add(taken[1]);
            for (PacketSlot slot = pool.take(); slot != null; slot = pool.take()) {
                once &= all.add(slot);
            }
            r.r2 = once && all.size() >= SLOTS;
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "There were slots all the time, each once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot had two owners, or none was found although there were.")
    @State
    public static class Correct extends Scene {
        public Correct() {
            pool.adapt(4, 0, 0);
        }

        @Actor
        public void transport() {
            pool.rest(0);
        }

        @Actor
        public void producer(ZZ_Result r) {
            take(r);
        }

        @Arbiter
        public void arbiter(ZZ_Result r) {
            check(r);
        }
    }

    /** All slots are moved before the new queue can be seen. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "None was found although there were.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByMovingAll {
        private volatile SpmcAtomicArrayQueue<PacketSlot> free = new SpmcAtomicArrayQueue<>(8);

        public BrokenByMovingAll() {
            free.offer(new PacketSlot());
        }

        @Actor
        public void transport() {
            SpmcAtomicArrayQueue<PacketSlot> old = free;
            SpmcAtomicArrayQueue<PacketSlot> smaller = new SpmcAtomicArrayQueue<>(4);
            PacketSlot moved = old.poll();
            if (moved != null) {
                smaller.offer(moved);
            }
            Streams.linger();
            free = smaller;
        }

        @Actor
        public void producer(Z_Result r) {
            SpmcAtomicArrayQueue<PacketSlot> from = free;
            PacketSlot slot = from.poll();
            r.r1 = slot != null || free != from; // it would look again
        }
    }
}
