/**
 * Delay-based estimators, exact to libwebrtc's receiver.
 *
 * <p>{@link io.bwe.delay.DelayKalmanProvider} creates a {@code DelayBasedEstimator}: rate statistics, live streams,
 * initial probing and AIMD rate control around a {@code DelayDetector}, which turns packet timing into the over-use
 * signal. The Kalman chain is one such detector.
 */
package io.bwe.delay;
