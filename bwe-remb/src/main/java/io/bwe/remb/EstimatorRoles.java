package io.bwe.remb;

import io.bwe.api.EstimatorConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Which estimator drives the REMBs, which run as shadows, and which shadow was asked last to take over, as the
 * application sees it. What the estimators themselves do is up to {@link EstimatorFeed} and {@link ShadowEstimators},
 * which go by this.
 *
 * <p>May be used from any thread at any time; never blocks. Who may change what stands at the methods.
 */
final class EstimatorRoles {
    private static final Runnable NOTHING = () -> {
    };

    /** Those that may be shadows; their states say which are. */
    private final CopyOnWriteArrayList<EstimatorHandle> shadows = new CopyOnWriteArrayList<>();
    private volatile EstimatorHandle driving;
    private volatile @Nullable EstimatorHandle lastAsked;
    private volatile boolean closed;
    /** Has the transport task look at what has changed. */
    private volatile Runnable changed;

    /**
     * @param name the provider of the first estimator that drives
     * @param config what that was created from
     * @param changed called when there is something new for the transport task
     */
    EstimatorRoles(String name, EstimatorConfig config, Runnable changed) {
        this.changed = changed;
        this.driving = EstimatorHandle.driving(name, config, this);
    }

    EstimatorHandle driving() {
        return driving;
    }

    List<EstimatorHandle> shadows() {
        return shadows.stream().filter(EstimatorHandle::isShadow).toList();
    }

    /** The shadow that was asked last to take over; it may have done so, or be over. */
    @Nullable
    EstimatorHandle lastAsked() {
        return lastAsked;
    }

    /**
     * A new shadow.
     *
     * @throws IllegalStateException if the interceptor is closed
     */
    EstimatorHandle open(String name, EstimatorConfig config) {
        EstimatorHandle shadow = EstimatorHandle.running(name, config, this);
        shadows.add(shadow);
        // After adding: either this thread sees that all is over, or whoever ends all sees this shadow.
        if (closed) {
            shadow.end(); // somebody may have got hold of it since
            shadows.remove(shadow);
            throw new IllegalStateException("the interceptor is closed");
        }
        return shadow;
    }

    /**
     * The one asked last is the one that takes over; whichever was asked before is a shadow like others again. Asking the
     * one that drives leaves it at that.
     */
    void ask(EstimatorHandle shadow) {
        lastAsked = shadow;
        changed.run();
    }

    /** A shadow is over. */
    void remove(EstimatorHandle shadow) {
        shadows.remove(shadow);
        changed.run();
    }

    /** A shadow that {@linkplain EstimatorHandle#claim() was claimed} drives from now on. Transport task only. */
    void drive(EstimatorHandle next) {
        EstimatorHandle before = driving;
        // Name and estimate change with this, and only then can the states be seen that promise it.
        driving = next;
        try {
            shadows.remove(next); // takes memory
        } finally {
            next.drive();
            before.end();
        }
    }

    /** Ends all of them; what they said last stays. */
    void close() {
        closed = true;
        for (EstimatorHandle shadow : shadows) {
            shadow.end();
        }
        shadows.clear();
        driving.end();
        changed = NOTHING; // a handle that the application keeps must not keep the interceptor
    }
}
