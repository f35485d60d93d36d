package io.bwe.browser;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What has happened in a session so far. Immutable.
 *
 * @param connected whether the DTLS handshake is done
 * @param rtpPackets authentic RTP packets that came
 * @param rtpBytes their size in bytes, headers included, without what SRTP adds
 * @param rtcpPackets authentic RTCP packets that came, a compound being one
 * @param keyFrames key frames of VP8 that began
 * @param keyFrameRequests picture loss indications that were sent
 * @param nackedPackets packets that were asked for again, each as often as it was
 * @param rembs REMBs that were sent
 * @param lastRembBps what the last of them said, in bits per second; empty before the first
 * @param lastRttNs the last round-trip time that the browser's extended reports told, in nanoseconds; empty before the
 *        first
 * @param refused how many datagrams, or contents of datagrams, were refused, of each kind that was
 */
public record SessionStatistics(boolean connected, long rtpPackets, long rtpBytes, long rtcpPackets, long keyFrames,
        long keyFrameRequests, long nackedPackets, long rembs, OptionalLong lastRembBps, OptionalLong lastRttNs,
        Map<Refusal, Long> refused) {
    /** Makes the map immutable. */
    public SessionStatistics {
        refused = Map.copyOf(refused);
    }
}
