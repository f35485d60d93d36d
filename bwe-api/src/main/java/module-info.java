/**
 * What applications and plugins program against: {@link io.bwe.api.Estimator} and {@link io.bwe.api.Interceptor}, their
 * values, and the look-up of implementations.
 *
 * <p>The module holds no algorithm, starts no thread and depends on nothing at run time but {@code java.base}. It
 * declares {@code uses} for both provider types, so that {@link io.bwe.api.Providers} can find implementations which no
 * module names.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
module io.bwe.api {
    requires static org.jspecify;

    exports io.bwe.api;
    exports io.bwe.api.spi;

    uses io.bwe.api.spi.EstimatorProvider;
    uses io.bwe.api.spi.InterceptorProvider;
}
