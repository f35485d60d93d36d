/**
 * A small server that shows its metrics to Prometheus, as a user of bwe would write it. It knows the API and the binder;
 * the interceptor and the estimator are found.
 */
@org.jspecify.annotations.NullMarked
module io.bwe.verification.metrics {
    requires io.bwe.micrometer;
    requires java.net.http;
    requires jdk.httpserver;
    requires micrometer.registry.prometheus;
    requires static org.jspecify;
}
