/** An estimator of its own, found by whoever has this module on the module path. */
module org.example.fixed {
    requires io.bwe.api;

    provides io.bwe.api.spi.EstimatorProvider with org.example.fixed.FixedProvider;
}
