package io.bwe.remb;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;

/**
 * The transport gives back the only slot of a pool while an RTP thread takes one. Results: what the transport read in
 * it, whether the RTP thread got it, how many slots there are in the end.
 */
public class TakerVersusReleaser {
    abstract static class Scene {
        final SlotPool pool = Streams.slots(1);
        final PacketSlot slot = pool.take();

        Scene() {
            slot.arrivalTimeNs = 1;
        }

        void take(IZI_Result r) {
            PacketSlot taken = pool.take();
            if (taken != null) {
                taken.arrivalTimeNs = 2;
                r.r2 = true;
            }
        }

        void count(IZI_Result r) {
            int slots = r.r2 ? 1 : 0;
            while (pool.take() != null) {
                slots++;
            }
            r.r3 = slots;
        }
    }

    @JCStressTest
    @Outcome(id = "1, true, 1", expect = Expect.ACCEPTABLE, desc = "The RTP thread got the slot after the transport.")
    @Outcome(id = "1, false, 1", expect = Expect.ACCEPTABLE, desc = "The RTP thread came too early and got nothing.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The slot had two owners, or is gone, or is there twice.")
    @State
    public static class Correct extends Scene {
        @Actor
        public void transport(IZI_Result r) {
            r.r1 = (int) slot.arrivalTimeNs;
            pool.release(slot);
        }

        @Actor
        public void producer(IZI_Result r) {
            take(r);
        }

        @Arbiter
        public void arbiter(IZI_Result r) {
            count(r);
        }
    }

    /** The transport gives the slot back before it has read it. */
    @JCStressTest
    @Outcome(id = "2, true, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The transport read the next packet.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByEarlyRelease extends Scene {
        @Actor
        public void transport(IZI_Result r) {
            pool.release(slot);
            Streams.linger();
            r.r1 = (int) slot.arrivalTimeNs;
        }

        @Actor
        public void producer(IZI_Result r) {
            take(r);
        }

        @Arbiter
        public void arbiter(IZI_Result r) {
            count(r);
        }
    }
}
