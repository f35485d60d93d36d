/**
 * Bandwidth estimation that asks whether a queue stands and what the link carries.
 *
 * <p>Exports nothing; {@link java.util.ServiceLoader} finds the provider.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api}: the SPI that is implemented here.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 *
 * @provides io.bwe.api.spi.EstimatorProvider {@code standing-queue}
 */
@org.jspecify.annotations.NullMarked
module io.bwe.queue {
    requires io.bwe.api;
    requires static org.jspecify;

    provides io.bwe.api.spi.EstimatorProvider with
            io.bwe.queue.StandingQueueProvider;
}
