package io.bwe.verification.metrics;

import io.bwe.api.Interceptor;
import io.bwe.micrometer.BweMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The sample of the README, between the lines {@code // begin} and {@code // end}, so that it compiles and runs. */
final class MetricsSample {
    private MetricsSample() {
    }

    static void show(MeterRegistry registry, Interceptor interceptor) {
        // begin
        BweMetrics metrics = new BweMetrics(Tags.of("region", "eu")); // one for the server
        metrics.bindTo(registry);
        metrics.add(interceptor.bandwidthControl().orElseThrow()); // for each connection; it leaves when it is closed
        // end
    }
}
