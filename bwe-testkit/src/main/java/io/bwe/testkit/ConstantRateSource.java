package io.bwe.testkit;

import java.time.Duration;

/**
 * Evenly spaced packets of one size at a rate that heeds no feedback: cross traffic, or audio. Packets carry an SSRC, a
 * sequence number, abs-send-time and an RTP timestamp of 90 kHz.
 */
public final class ConstantRateSource implements TrafficSource {
    private static final long HIGHEST_BPS = 100_000_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    private static final int BITS_PER_BYTE = 8;
    private static final long NS_PER_TICK_TIMES_9 = 100_000;
    private static final long RTP_TIMESTAMP_MASK = 0xFFFF_FFFFL;
    private static final int SEQUENCE_NUMBER_MASK = 0xFFFF;

    private final long ssrc;
    private final int payloadSize;
    private final long startNs;
    private final long endNs;
    private final double intervalNs;
    private long packets;

    /**
     * Creates a source.
     *
     * @param ssrc 0 to 2^32 - 1
     * @param bitrateBps bits per second of payload, 1 to 10^11
     * @param payloadSize bytes per packet, 1 to 65,535
     * @param start since the start of the model, the first packet, zero to 365 days
     * @param end since the start of the model, no packet from then on, start to 365 days
     * @throws IllegalArgumentException if one is out of range; the message gives the range
     */
    public ConstantRateSource(long ssrc, long bitrateBps, int payloadSize, Duration start, Duration end) {
        this.ssrc = Range.check("ssrc", ssrc, 0, Range.HIGHEST_UNSIGNED_32);
        this.payloadSize = Range.check("payloadSize", payloadSize, 1, Range.LARGEST_PAYLOAD);
        this.startNs = Range.checkNs("start", start);
        this.endNs = Range.checkNs("end", end, start, Range.LONGEST);
        this.intervalNs = payloadSize * BITS_PER_BYTE * NS_PER_SECOND
                / Range.check("bitrateBps", bitrateBps, 1, HIGHEST_BPS);
    }

    @Override
    public long nextSendTimeNs() {
        long timeNs = startNs + Math.round(packets * intervalNs);
        return timeNs < endNs ? timeNs : NEVER;
    }

    @Override
    public void send(TestPacket packet) {
        long timeNs = nextSendTimeNs();
        packet.ssrc(ssrc).sequenceNumber((int) packets & SEQUENCE_NUMBER_MASK).payloadSize(payloadSize)
                .rtpTimestamp(timeNs * 9 / NS_PER_TICK_TIMES_9 & RTP_TIMESTAMP_MASK)
                .absSendTime(TestPacket.absSendTimeOf(timeNs));
        packets++;
    }
}
