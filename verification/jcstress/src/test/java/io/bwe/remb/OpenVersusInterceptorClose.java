package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/**
 * The application opens a shadow while the interceptor is closed. Results: what became of it, and how many shadows
 * there are.
 */
public class OpenVersusInterceptorClose {
    @JCStressTest
    @Outcome(id = "refused, 0", expect = Expect.ACCEPTABLE, desc = "The interceptor was closed.")
    @Outcome(id = "CLOSED, 0", expect = Expect.ACCEPTABLE, desc = "It was opened and ended.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It runs for ever.")
    @State
    public static class Correct {
        private final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        private EstimatorHandle shadow;

        @Actor
        public void application() {
            try {
                shadow = roles.open("new", EstimatorConfig.defaults());
            } catch (IllegalStateException e) {
                // refused
            }
        }

        @Actor
        public void closer() {
            roles.close();
        }

        @Arbiter
        public void arbiter(LI_Result r) {
            r.r1 = shadow == null ? "refused" : shadow.state();
            r.r2 = roles.shadows().size();
        }
    }

    /** Looks whether the interceptor is closed and then adds: a model, since the class does both in one call. */
    @JCStressTest
    @Outcome(id = "RUNNING, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It runs for ever.")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "It went well this time.")
    @State
    public static class BrokenByLookingFirst {
        private final EstimatorRoles roles = new EstimatorRoles("old", EstimatorConfig.defaults(), () -> {
        });
        private final CopyOnWriteArrayList<EstimatorHandle> shadows = new CopyOnWriteArrayList<>();
        private volatile boolean closed;
        private EstimatorHandle shadow;

        @Actor
        public void application() {
            if (!closed) {
                shadow = EstimatorHandle.running("new", EstimatorConfig.defaults(), roles);
                shadows.add(shadow);
            }
        }

        @Actor
        public void closer() {
            closed = true;
            shadows.forEach(EstimatorHandle::end);
            shadows.removeIf(EstimatorHandle::isOver);
        }

        @Arbiter
        public void arbiter(LI_Result r) {
            r.r1 = shadow == null ? "refused" : shadow.state();
            r.r2 = shadows.size();
        }
    }
}
