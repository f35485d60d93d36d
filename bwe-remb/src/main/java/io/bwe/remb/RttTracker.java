package io.bwe.remb;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Learns the round-trip time from RTCP that passes by, without a wall clock.
 *
 * <p>Whoever receives one of our sender reports, or one of our receiver reference times (RFC 3611, section 4.4),
 * returns the middle 32 bits of its NTP time and how long ago it came (RFC 3550, section 6.4.1; RFC 3611, section 4.5).
 * What those bits mean is of no interest here: they only tell which of our packets is meant, and when that one left is
 * known by our own monotonic clock. So {@code rtt = now - time sent - delay at the other side}, and a step of the wall
 * clock does no harm.
 *
 * <p>The other side's delay may be wrong by a little, which makes a short round trip negative: as in libwebrtc's
 * {@code CompactNtpRttToTimeDelta}, M128, such a round trip counts as 1 ms, the smallest there is. One beyond a minute,
 * to either side, is an error and ignored.
 *
 * <p>May be called from any thread, by several at once. The lock is held for the few memory accesses that record a time
 * or look one up.
 */
final class RttTracker {
    /** What {@link #onIncoming} returns if nothing was learnt. */
    static final long NONE = -1;

    /** How many of our reports are remembered: a dozen streams with a report a second for 5 s. */
    private static final int REMEMBERED = 64;
    private static final long SMALLEST_RTT_NS = 1_000_000;
    private static final long LARGEST_RTT_NS = 60_000_000_000L;
    /** Delays come in units of 1/65536 s. */
    private static final int DELAY_FRACTION_BITS = 16;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int EXTENDED_REPORT = 207;

    /** The header and the SSRC of the sender. */
    private static final int REPORT_HEADER_BYTES = 8;
    /** NTP time, RTP timestamp, packet and octet counts. */
    private static final int SENDER_INFO_BYTES = 20;
    private static final int REPORT_BLOCK_BYTES = 24;
    /** From a report block's start to LSR; DLSR follows. */
    private static final int REPORT_BLOCK_LSR = 16;

    private static final int XR_BLOCK_HEADER_BYTES = 4;
    private static final int XR_RECEIVER_REFERENCE_TIME = 4;
    private static final int XR_DLRR = 5;
    private static final int XR_NTP_BYTES = 8;
    private static final int XR_DLRR_ITEM_BYTES = 12;
    /** From a DLRR item's start to LRR; DLRR follows. */
    private static final int XR_DLRR_ITEM_LRR = 4;
    /** From a 64-bit NTP time's start to its middle 32 bits. */
    private static final int NTP_MIDDLE = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final int[] sentNtpMiddles = new int[REMEMBERED];
    private final long[] sentTimesNs = new long[REMEMBERED];
    private long sentCount;

    /**
     * Looks at RTCP that is about to leave and remembers the times in it.
     *
     * @param rtcp compound or single, from position to limit; any buffer, left as it is, any content
     * @param nowNs now, on the clock that {@link #onIncoming} is called with
     */
    void onOutgoing(ByteBuffer rtcp, long nowNs) {
        for (int at = rtcp.position(), end; (end = RtcpCompound.packetEnd(rtcp, at)) != RtcpCompound.NONE; at = end) {
            int contentEnd = RtcpCompound.contentEnd(rtcp, at, end);
            int body = at + REPORT_HEADER_BYTES;
            int packetType = RtcpCompound.packetType(rtcp, at);
            if (packetType == SENDER_REPORT && contentEnd - body >= SENDER_INFO_BYTES) {
                remember(NetworkOrder.signedInt(rtcp, body + NTP_MIDDLE), nowNs);
            } else if (packetType == EXTENDED_REPORT) {
                rememberReferenceTimes(rtcp, body, contentEnd, nowNs);
            }
        }
    }

    private void rememberReferenceTimes(ByteBuffer rtcp, int blocks, int contentEnd, long nowNs) {
        for (int at = blocks, end; (end = xrBlockEnd(rtcp, at, contentEnd)) != RtcpCompound.NONE; at = end) {
            int data = at + XR_BLOCK_HEADER_BYTES;
            if (xrBlockType(rtcp, at) == XR_RECEIVER_REFERENCE_TIME && end - data >= XR_NTP_BYTES) {
                remember(NetworkOrder.signedInt(rtcp, data + NTP_MIDDLE), nowNs);
            }
        }
    }

    private void remember(int ntpMiddle, long nowNs) {
        lock.lock();
        try {
            int slot = (int) (sentCount++ % REMEMBERED);
            sentNtpMiddles[slot] = ntpMiddle;
            sentTimesNs[slot] = nowNs;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at RTCP that has come in for answers to what was remembered.
     *
     * @param rtcp compound or single, from position to limit; any buffer, left as it is, any content
     * @param nowNs now, on the clock that {@link #onOutgoing} is called with
     * @return the smallest round-trip time found in nanoseconds, 1 ms to 1 min, or {@link #NONE}
     */
    long onIncoming(ByteBuffer rtcp, long nowNs) {
        long rttNs = NONE;
        for (int at = rtcp.position(), end; (end = RtcpCompound.packetEnd(rtcp, at)) != RtcpCompound.NONE; at = end) {
            int contentEnd = RtcpCompound.contentEnd(rtcp, at, end);
            int body = at + REPORT_HEADER_BYTES;
            int count = RtcpCompound.count(rtcp, at);
            rttNs = smaller(rttNs, switch (RtcpCompound.packetType(rtcp, at)) {
                case SENDER_REPORT -> fromReportBlocks(rtcp, body + SENDER_INFO_BYTES, count, contentEnd, nowNs);
                case RECEIVER_REPORT -> fromReportBlocks(rtcp, body, count, contentEnd, nowNs);
                case EXTENDED_REPORT -> fromXrBlocks(rtcp, body, contentEnd, nowNs);
                default -> NONE;
            });
        }
        return rttNs;
    }

    private long fromReportBlocks(ByteBuffer rtcp, int blocks, int count, int contentEnd, long nowNs) {
        long rttNs = NONE;
        int at = blocks;
        for (int i = 0; i < count && contentEnd - at >= REPORT_BLOCK_BYTES; i++) {
            rttNs = smaller(rttNs, fromAnswer(rtcp, at + REPORT_BLOCK_LSR, nowNs));
            at += REPORT_BLOCK_BYTES;
        }
        return rttNs;
    }

    private long fromXrBlocks(ByteBuffer rtcp, int blocks, int contentEnd, long nowNs) {
        long rttNs = NONE;
        for (int at = blocks, end; (end = xrBlockEnd(rtcp, at, contentEnd)) != RtcpCompound.NONE; at = end) {
            if (xrBlockType(rtcp, at) == XR_DLRR) {
                for (int item = at + XR_BLOCK_HEADER_BYTES; end
                        - item >= XR_DLRR_ITEM_BYTES; item += XR_DLRR_ITEM_BYTES) {
                    rttNs = smaller(rttNs, fromAnswer(rtcp, item + XR_DLRR_ITEM_LRR, nowNs));
                }
            }
        }
        return rttNs;
    }

    /** The round-trip time from an NTP time of ours and the delay that follows it, or {@link #NONE}. */
    private long fromAnswer(ByteBuffer rtcp, int at, long nowNs) {
        int ntpMiddle = NetworkOrder.signedInt(rtcp, at);
        if (ntpMiddle == 0) {
            // Says that nothing of ours has come yet.
            return NONE;
        }
        long delayNs = NetworkOrder.unsignedInt(rtcp, at + Integer.BYTES) * NS_PER_SECOND >> DELAY_FRACTION_BITS;
        lock.lock();
        try {
            // From the newest backwards: should two have the same time, the other side answers the last it got.
            for (long i = sentCount - 1; i >= 0 && i >= sentCount - REMEMBERED; i--) {
                int slot = (int) (i % REMEMBERED);
                if (sentNtpMiddles[slot] == ntpMiddle) {
                    return plausible(nowNs - sentTimesNs[slot] - delayNs);
                }
            }
            return NONE;
        } finally {
            lock.unlock();
        }
    }

    private static long plausible(long rttNs) {
        return rttNs < -LARGEST_RTT_NS || rttNs > LARGEST_RTT_NS ? NONE : Math.max(rttNs, SMALLEST_RTT_NS);
    }

    private static long smaller(long rttNs, long otherNs) {
        if (rttNs == NONE || otherNs == NONE) {
            return Math.max(rttNs, otherNs);
        }
        return Math.min(rttNs, otherNs);
    }

    private static int xrBlockType(ByteBuffer rtcp, int at) {
        return NetworkOrder.unsignedByte(rtcp, at);
    }

    /** The index at which an extended report block ends, or {@link RtcpCompound#NONE} if there is no whole block. */
    private static int xrBlockEnd(ByteBuffer rtcp, int at, int contentEnd) {
        if (contentEnd - at < XR_BLOCK_HEADER_BYTES) {
            return RtcpCompound.NONE;
        }
        int length = XR_BLOCK_HEADER_BYTES + NetworkOrder.unsignedShort(rtcp, at + 2) * Integer.BYTES;
        return length <= contentEnd - at ? at + length : RtcpCompound.NONE;
    }
}
