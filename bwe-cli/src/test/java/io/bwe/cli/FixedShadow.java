package io.bwe.cli;

import io.bwe.api.BandwidthUsage;
import io.bwe.api.EstimateView;
import io.bwe.api.ShadowEstimator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A shadow that says and does what it is told to. */
final class FixedShadow implements ShadowEstimator {
    private final String name;
    private EstimateView estimate = EstimateView.NONE;
    private @Nullable Throwable failure;

    FixedShadow(String name) {
        this.name = name;
    }

    void say(long bps) {
        estimate = DemoEstimates.of(bps, BandwidthUsage.NORMAL);
    }

    void drop(Throwable cause) {
        failure = cause;
    }

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
        return failure == null ? State.RUNNING : State.DROPPED;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void takeOver() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
