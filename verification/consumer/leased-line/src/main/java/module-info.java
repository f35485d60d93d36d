/** The estimator {@code leased-line}, the default wherever it is found. */
module org.example.leasedline {
    requires io.bwe.api;

    provides io.bwe.api.spi.EstimatorProvider with org.example.leasedline.LeasedLineProvider;
}
