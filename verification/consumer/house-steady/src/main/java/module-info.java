/** Another estimator {@code steady}. */
module org.example.housesteady {
    requires io.bwe.api;

    provides io.bwe.api.spi.EstimatorProvider with org.example.housesteady.HouseSteadyProvider;
}
