package io.bwe.remb;

import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.ShadowEstimator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the application holds of an estimator: its name, what it says, and what it is doing. The first estimator that
 * drives has a handle as well, which nobody outside sees. It does not lead to the estimator, so an application that
 * keeps the handle does not keep the estimator.
 *
 * <p>Closing, dropping and taking over may meet. Each is one exchange of the same reference, so exactly one comes about.
 */
final class EstimatorHandle implements ShadowEstimator {
    private final String name;
    private final EstimatorConfig config;
    private final EstimatorRoles roles;
    /**
     * RUNNING, whether or not it was asked to take over; WARMING_UP only between {@link #claim()} and {@link #drive()},
     * in which nobody can close it any more.
     */
    private final AtomicReference<State> stage;
    private volatile EstimateView estimate = EstimateView.NONE;
    private volatile @Nullable Throwable failure;

    private EstimatorHandle(String name, EstimatorConfig config, EstimatorRoles roles, State stage) {
        this.name = name;
        this.config = config;
        this.roles = roles;
        this.stage = new AtomicReference<>(stage);
    }

    static EstimatorHandle running(String name, EstimatorConfig config, EstimatorRoles roles) {
        return new EstimatorHandle(name, config, roles, State.RUNNING);
    }

    static EstimatorHandle driving(String name, EstimatorConfig config, EstimatorRoles roles) {
        return new EstimatorHandle(name, config, roles, State.DRIVING);
    }

    // ---- any thread

    @Override
    public String name() {
        return name;
    }

    @Override
    public EstimateView estimate() {
        return estimate;
    }

    @Override
    public State state() {
        State now = stage.get();
        return now == State.RUNNING && roles.lastAsked() == this ? State.WARMING_UP : now;
    }

    @Override
    public Optional<Throwable> failure() {
        return stage.get() == State.DROPPED ? Optional.ofNullable(failure) : Optional.empty();
    }

    @Override
    public void takeOver() {
        if (!isOver()) {
            roles.ask(this);
        }
    }

    @Override
    public void close() {
        if (stage.compareAndSet(State.RUNNING, State.CLOSED)) {
            roles.remove(this);
        }
    }

    /** What its estimator was created from. */
    EstimatorConfig config() {
        return config;
    }

    /** Whether it runs beside the one that drives. */
    boolean isShadow() {
        State now = stage.get();
        return now == State.RUNNING || now == State.WARMING_UP;
    }

    boolean isOver() {
        State now = stage.get();
        return now == State.CLOSED || now == State.DROPPED;
    }

    /** Ends it whatever it does; it stays dropped if it was. */
    void end() {
        for (State now = stage.get(); now != State.DROPPED && !stage.compareAndSet(now, State.CLOSED);) {
            now = stage.get();
        }
    }

    @Override
    public String toString() {
        return "ShadowEstimator[" + name + ", " + state() + ", " + estimate + "]";
    }

    // ---- transport task

    void publish(EstimateView latest) {
        estimate = latest;
    }

    /**
     * It threw.
     *
     * @return false if it was over already
     */
    boolean drop(Throwable thrown) {
        failure = thrown;
        if (stage.compareAndSet(State.RUNNING, State.DROPPED)) {
            return true;
        }
        failure = null;
        return false;
    }

    /**
     * It is to drive.
     *
     * @return false if it was over already
     */
    boolean claim() {
        return stage.compareAndSet(State.RUNNING, State.WARMING_UP);
    }

    /** It drives, unless the interceptor was closed since it was claimed. */
    void drive() {
        stage.compareAndSet(State.WARMING_UP, State.DRIVING);
    }
}
