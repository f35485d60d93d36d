package io.bwe.verification.metrics;

import io.bwe.api.InterceptorConfig;

/** Receives packets on a connection and prints what the API says of it. Knows nothing of Micrometer. */
public final class HasNoMetrics {
    private HasNoMetrics() {
    }

    /**
     * Runs to its end by itself.
     *
     * @param args are not used
     */
    public static void main(String[] args) {
        Traffic traffic = new Traffic(InterceptorConfig.defaults());
        traffic.receive();
        traffic.close();
        System.out.println("estimator: " + traffic.control().estimatorName());
        System.out.println("estimated: " + traffic.control().statistics().packetsEstimated());
        System.out.println("close: " + traffic.control().closeReport());
    }
}
