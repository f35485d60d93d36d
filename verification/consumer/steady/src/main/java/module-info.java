/** The estimator {@code steady}. */
module org.example.steady {
    requires io.bwe.api;

    provides io.bwe.api.spi.EstimatorProvider with org.example.steady.SteadyProvider;
}
