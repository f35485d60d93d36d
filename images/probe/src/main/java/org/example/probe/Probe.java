package org.example.probe;

import io.bwe.api.HeaderExtension;
import io.bwe.api.Interceptor;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.RtpHandler;
import io.bwe.api.StreamInfo;
import io.bwe.micrometer.BweMetrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Prints every meter that an interceptor brings, and one with a histogram, which needs the library for those. */
public final class Probe {
    private Probe() {
    }

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (BweMetrics metrics = new BweMetrics();
                Interceptor interceptor = Providers.interceptors().get("remb").create(InterceptorConfig.defaults())) {
            metrics.bindTo(registry);
            metrics.add(interceptor.bandwidthControl().orElseThrow());
            RtpHandler handler = interceptor.bindRemoteStream(
                    StreamInfo.builder(1).headerExtension(HeaderExtension.ABS_SEND_TIME, 3).build(),
                    (packet, at, ordinal) -> {
                        // Nowhere to send it.
                    });
            handler.onRtp(ByteBuffer.allocate(1), 0); // no RTP, and counted as such
            Timer timer = Timer.builder("probe").publishPercentiles(0.5).register(registry);
            timer.record(Duration.ofMillis(1));
            registry.getMeters().forEach(meter -> System.out.println(meter.getId() + " " + meter.measure()));
        }
    }
}
