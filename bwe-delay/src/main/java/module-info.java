/**
 * Delay-based bandwidth estimation: the receive side of Google Congestion Control.
 *
 * <p>Exports nothing; {@link java.util.ServiceLoader} finds the providers.
 *
 * <p>Requires:
 * <ul>
 * <li>{@code io.bwe.api}: the SPI that is implemented here.
 * <li>{@code org.jspecify} (static): null-ness annotations, read by compilers and never at run time.
 * </ul>
 *
 * @provides io.bwe.api.spi.EstimatorProvider {@code delay-kalman}, the chain that libwebrtc's receiver runs and the
 *           default; {@code delay-trendline}, with the filter of libwebrtc's senders; {@code delay-rtp}, for senders
 *           without abs-send-time; {@code auto}, the first or the third by what packets carry
 */
@org.jspecify.annotations.NullMarked
module io.bwe.delay {
    requires io.bwe.api;
    requires static org.jspecify;

    provides io.bwe.api.spi.EstimatorProvider with
            io.bwe.delay.DelayKalmanProvider,
            io.bwe.delay.DelayTrendlineProvider,
            io.bwe.delay.DelayRtpProvider,
            io.bwe.delay.AutoProvider;
}
