package io.bwe.remb;

import io.bwe.api.BandwidthControl;
import io.bwe.api.CloseReport;
import io.bwe.api.EstimateListener;
import io.bwe.api.EstimateView;
import io.bwe.api.EstimatorConfig;
import io.bwe.api.ExplanationListener;
import io.bwe.api.InterceptorStatistics;
import io.bwe.api.NanoClock;
import io.bwe.api.Providers;
import io.bwe.api.ShadowEstimator;
import io.bwe.api.spi.EstimatorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The application's handle on a running interceptor. What it asks for reaches the transport task as events. */
final class RembControl implements BandwidthControl {
    private final RembRuntime runtime;
    private final NanoClock clock;
    private final RembStatistics statistics;

    RembControl(RembRuntime runtime, NanoClock clock, RembStatistics statistics) {
        this.runtime = runtime;
        this.clock = clock;
        this.statistics = statistics;
    }

    @Override
    public EstimateView estimate() {
        return runtime.roles().driving().estimate();
    }

    @Override
    public String estimatorName() {
        return runtime.roles().driving().name();
    }

    @Override
    public ShadowEstimator shadow(String estimator) {
        runtime.requireOpen();
        EstimatorConfig running = runtime.roles().driving().config();
        return shadow(Providers.estimators().get(estimator), running.toBuilder().noOptions().build());
    }

    @Override
    public ShadowEstimator shadow(EstimatorProvider provider, EstimatorConfig config) {
        runtime.requireOpen();
        Duration idleTimeout = runtime.roles().driving().config().idleTimeout();
        if (!config.idleTimeout().equals(idleTimeout)) {
            throw new IllegalArgumentException(
                    "idleTimeout " + config.idleTimeout() + " is not the interceptor's; it must be " + idleTimeout);
        }
        Shadow shadow = Shadow.create(provider, config, runtime.roles());
        runtime.transport().post(new TransportEvent.ShadowStarted(shadow, clock.nanoTime()));
        return shadow.handle();
    }

    @Override
    public List<ShadowEstimator> shadows() {
        return List.copyOf(runtime.roles().shadows());
    }

    @Override
    public Subscription subscribe(EstimateListener listener) {
        return runtime.outbox().subscribe(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public Subscription explain(ExplanationListener listener) {
        return runtime.outbox().explanations().subscribe(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void cap(long bps) {
        if (bps < 1) {
            throw new IllegalArgumentException("cap " + bps + " is out of range; allowed is 1 to " + NO_CAP);
        }
        runtime.transport().post(new TransportEvent.Capped(bps, clock.nanoTime()));
    }

    @Override
    public void mute(boolean muted) {
        runtime.transport().post(new TransportEvent.Muted(muted, clock.nanoTime()));
    }

    @Override
    public void onRtt(Duration rtt) {
        if (rtt.isZero() || rtt.isNegative()) {
            throw new IllegalArgumentException("rtt " + rtt + " is out of range; it must be more than zero");
        }
        runtime.transport().post(new TransportEvent.RttMeasured(rtt.toNanos(), clock.nanoTime()));
    }

    @Override
    public void reset() {
        runtime.transport().post(new TransportEvent.EstimatorReset(clock.nanoTime()));
    }

    @Override
    public InterceptorStatistics statistics() {
        return statistics;
    }

    @Override
    public Subscription onClose(Runnable action) {
        return runtime.closeActions().add(Objects.requireNonNull(action, "action"));
    }

    @Override
    public CloseReport closeReport() {
        return runtime.closeReport();
    }

    /** What the flight recorder's events call this interceptor. */
    @Override
    public String toString() {
        return runtime.recordedAs();
    }
}
