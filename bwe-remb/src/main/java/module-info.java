/**
 * The interceptor named {@code remb}: takes RTP, feeds an estimator in order of arrival from a virtual thread per
 * stream, and tells the sender with RTCP REMB.
 *
 * <p>Exports the REMB codec, the throttler, the RTP header parser, reception statistics, the flight
 * recorder's events of an estimator, and the interceptor's options; the interceptor itself
 * is found by {@link java.util.ServiceLoader}. The module knows no estimator: whichever the configuration names is
 * looked up through the API.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api} (transitive): the SPI that is implemented here; its types appear in exported signatures.
 * <li>{@code org.jctools.core}: the lock-free queues between threads.
 * <li>{@code jdk.jfr}: events for the JDK Flight Recorder; {@code bwe.jfc} in this archive has settings for them.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
module io.bwe.remb {
    requires transitive io.bwe.api;
    requires org.jctools.core;
    requires jdk.jfr;
    requires static org.jspecify;

    exports io.bwe.remb;

    provides io.bwe.api.spi.InterceptorProvider with io.bwe.remb.RembInterceptorProvider;
}
