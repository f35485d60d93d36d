/**
 * Delay-based estimators.
 *
 * <p>Each is a {@code DelayBasedEstimator} (rate statistics, live streams, initial probing, AIMD rate control) around a
 * {@code DelayDetector}, which turns packet timing into the over-use signal:
 * <pre>
 *  delay-kalman      KalmanDelayDetector      InterArrival ──► OveruseEstimator ──► OveruseDetector     (a KalmanChain)
 *  delay-trendline   TrendlineDelayDetector   InterArrivalDelta ──► TrendlineEstimator ──► OveruseDetector
 *  delay-rtp         RtpDelayDetector         a KalmanChain for each stream
 *  auto              AutoDelayDetector        KalmanDelayDetector or RtpDelayDetector
 * </pre>
 * The first two are exact to libwebrtc.
 */
package io.bwe.delay;
