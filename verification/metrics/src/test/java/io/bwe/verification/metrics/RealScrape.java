package io.bwe.verification.metrics;

import static org.awaitility.Awaitility.await;

import io.bwe.api.EstimatorConfig;
import io.bwe.api.InterceptorConfig;
import io.bwe.api.Providers;
import io.bwe.api.spi.EstimatorProvider;
import io.bwe.micrometer.BweMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Prometheus gets over HTTP from a server with a connection for each of bwe's estimators, after each has received
 * packets: everything that operators' files may speak of.
 */
final class RealScrape {
    private RealScrape() {
    }

    /** The scrape, and the names of the meters in the registry. */
    record Shown(Scrape scrape, Set<String> meters) {
    }

    static Shown take() throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        BweMetrics metrics = new BweMetrics();
        metrics.bindTo(registry);
        List<Traffic> connections = new ArrayList<>();
        try (MetricsServer server = new MetricsServer(registry)) {
            for (EstimatorProvider estimator : Providers.estimators().all()) {
                connections.add(connection(estimator.name()));
                metrics.add(connections.getLast().control());
                connections.getLast().receive();
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> connections.stream().allMatch(
                    traffic -> traffic.control().statistics().packetsEstimated() == Traffic.PACKETS));
            Set<String> meters = new TreeSet<>();
            registry.getMeters().forEach(meter -> meters.add(meter.getId().getName()));
            return new Shown(new Scrape(server.scrape()), meters);
        } finally {
            connections.forEach(Traffic::close);
        }
    }

    private static Traffic connection(String estimator) {
        return new Traffic(InterceptorConfig.builder().estimator(estimator)
                .estimatorConfig(EstimatorConfig.builder().startBps(Traffic.START_BPS).build()).build());
    }
}
