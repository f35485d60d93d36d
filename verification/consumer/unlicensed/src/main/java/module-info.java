/** An estimator that cannot be had. */
module org.example.unlicensed {
    requires io.bwe.api;

    provides io.bwe.api.spi.EstimatorProvider with org.example.unlicensed.UnlicensedProvider;
}
