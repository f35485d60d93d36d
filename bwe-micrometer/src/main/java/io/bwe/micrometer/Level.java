package io.bwe.micrometer;

import io.bwe.api.BandwidthControl;
import io.bwe.api.EstimateView;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What goes up and down, and is shown as the sum over all interceptors that live. */
enum Level {
    INTERCEPTORS("bwe.interceptors", null, "Interceptors that are open", control -> 1), ESTIMATING(
            "bwe.interceptors.estimating", null, "Interceptors that have an estimate",
            control -> control.estimate().hasEstimate() ? 1 : 0), QUARANTINED("bwe.interceptors.quarantined", null,
                    "Interceptors whose estimator is out of action",
                    control -> control.statistics().estimatorQuarantined() ? 1 : 0), ESTIMATE("bwe.estimate",
                            Units.BITRATE, "Estimates added up", control -> {
                                EstimateView estimate = control.estimate();
                                return estimate.hasEstimate() ? estimate.estimateBps() : 0;
                            }), INCOMING("bwe.incoming", Units.BITRATE,
                                    "Rates at which payload and padding arrive, added up",
                                    control -> Math.max(0, control.estimate().incomingBps())), STREAMS_ACTIVE(
                                            "bwe.streams.active", null, "Stream tasks that run",
                                            control -> control.statistics().streamsActive()), QUEUE_SIZE(
                                                    "bwe.queue.size", Units.PACKETS,
                                                    "Packets waiting in the queues of all streams",
                                                    control -> control.statistics().queueSize());

    final String meter;
    final @Nullable String unit;
    final String description;
    private final ToLongFunction<BandwidthControl> source;

    Level(String meter, @Nullable String unit, String description, ToLongFunction<BandwidthControl> source) {
        this.meter = meter;
        this.unit = unit;
        this.description = description;
        this.source = source;
    }

    long read(BandwidthControl control) {
        return source.applyAsLong(control);
    }
}
