package io.bwe.api;

/**
 * What was received of one stream, as RFC 3550 counts it.
 *
 * @param ssrc the stream's SSRC, 0 to 2^32 - 1
 * @param active whether the stream has a running task, that is, had a packet within the idle time-out
 * @param packets packets received
 * @param bytes bytes of payload and padding received
 * @param packetsLost packets expected by sequence number less packets received (RFC 3550 A.3); negative if there are
 *        more duplicates than losses
 * @param jitterNs inter-arrival jitter in nanoseconds (RFC 3550 6.4.1); a stream whose clock rate is not known is taken
 *        to have that of video, 90 kHz
 * @param bitrateBps payload and padding received over the last second, in bits per second
 */
public record StreamStatistics(long ssrc, boolean active, long packets, long bytes, long packetsLost, long jitterNs,
        long bitrateBps) {
}
