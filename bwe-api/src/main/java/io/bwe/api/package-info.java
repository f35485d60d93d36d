/**
 * Estimators, interceptors, the values they exchange, and the look-up that finds them.
 *
 * <p>Data flows one way: an {@link io.bwe.api.RtpHandler} takes a packet from the transport, an
 * {@link io.bwe.api.Interceptor} shows it to an {@link io.bwe.api.Estimator} as a {@link io.bwe.api.PacketView}, and
 * what the estimator concludes leaves through an {@link io.bwe.api.RtcpWriter} and is visible in a {@link
 * io.bwe.api.BandwidthControl}.
 *
 * <p>All bit rates are in bits per second and count RTP payload and padding only. All times named {@code …Ns} are
 * nanoseconds. SSRCs are unsigned 32-bit numbers in a {@code long}.
 */
package io.bwe.api;
