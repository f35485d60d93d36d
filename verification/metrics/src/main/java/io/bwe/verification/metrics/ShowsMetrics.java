package io.bwe.verification.metrics;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorConfig;
import io.bwe.micrometer.BweMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;

/** Receives packets on a connection, closes it, and prints what Prometheus was told before and after. */
public final class ShowsMetrics {
    private static final long POLL_MS = 1;

    private ShowsMetrics() {
    }

    /**
     * Runs to its end by itself.
     *
     * @param args are not used
     * @throws IOException if the server on this machine cannot be reached
     * @throws InterruptedException if something interrupts it
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        BweMetrics metrics = new BweMetrics();
        metrics.bindTo(registry);
        InterceptorConfig config = InterceptorConfig.builder()
                .estimatorConfig(EstimatorConfig.builder().startBps(Traffic.START_BPS).build()).build();
        try (MetricsServer server = new MetricsServer(registry)) {
            try (Traffic traffic = new Traffic(config)) {
                metrics.add(traffic.control());
                traffic.receive();
                while (traffic.control().statistics().packetsEstimated() < Traffic.PACKETS) {
                    Thread.sleep(POLL_MS);
                }
                print("open", server.scrape());
            }
            print("closed", server.scrape());
        }
    }

    private static void print(String when, String scraped) {
        scraped.lines().forEach(line -> System.out.println(when + ": " + line));
    }
}
