package io.bwe.remb;

import io.bwe.api.PacketView;
import io.bwe.api.StreamStatistics;

/**
 * Counts what arrives of one stream as RFC 3550 does: loss by sequence numbers (A.1, A.3), inter-arrival jitter (6.4.1,
 * A.8), and the rate over the last second.
 *
 * <p>Packets are taken by one thread; what that has {@linkplain #publish() published} is read by any thread without
 * locking. The interceptor {@code remb} counts by itself; the class is there for those who receive packets without it.
 */
public final class ReceptionStatistics {
    /** A jump ahead by less than this is loss (RFC 3550 A.1). */
    private static final int MAX_DROPOUT = 3_000;
    /** A packet that is behind by less than this is late or a duplicate (RFC 3550 A.1). */
    private static final int MAX_MISORDER = 100;
    /** A deviation this long is a jump of the timestamps and no jitter: 5 s (libwebrtc: StreamStatisticianImpl). */
    private static final long MAX_DEVIATION_NS = 5_000_000_000L;
    private static final int NO_SEQUENCE = -1;
    private static final int SEQUENCE_NUMBERS = 1 << 16;

    private static final int RATE_BUCKETS = 10;
    private static final long RATE_BUCKET_NS = 100_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final double ticksPerNs;

    private long packets;
    private long bytes;
    private long expectedBefore;
    private boolean hasStarted;
    private long baseSequence;
    private long highestSequence;
    /** What would follow a packet that was far off, so that two in a row show that the sender has started anew. */
    private int nextAfterJump = NO_SEQUENCE;
    private double jitterTicks;
    private boolean hasTransit;
    private long lastArrivalNs;
    private long lastTimestamp;
    private final long[] rateBytes = new long[RATE_BUCKETS];
    private long rateBucket = Long.MIN_VALUE;
    /** From the beginning of the oldest bucket to the last packet: 0.9 to 1 s. */
    private long rateWindowNs = RATE_BUCKETS * RATE_BUCKET_NS;

    private volatile long publishedBytes;
    private volatile long publishedLost;
    private volatile long publishedJitterNs;
    private volatile long publishedBitrateBps;
    /** Written last and read first, so that what is read with it is at least as new. */
    private volatile long publishedPackets;

    /**
     * Counts nothing yet.
     *
     * @param clockRate of the RTP timestamps in units per second; {@link PacketView#UNKNOWN_CLOCK_RATE} is taken for
     *        that of video
     * @throws IllegalArgumentException if it is negative
     */
    public ReceptionStatistics(int clockRate) {
        if (clockRate < 0) {
            throw new IllegalArgumentException(
                    "clockRate " + clockRate + " is out of range; allowed is 1 or more, and 0 if it is unknown");
        }
        int knownClockRate = clockRate == PacketView.UNKNOWN_CLOCK_RATE ? PacketView.DEFAULT_CLOCK_RATE : clockRate;
        ticksPerNs = knownClockRate / (double) NS_PER_SECOND;
    }

    /**
     * Takes a packet of the stream, in order of arrival.
     *
     * @param packet the packet
     */
    public void onPacket(PacketView packet) {
        packets++;
        bytes += packet.payloadSize();
        onSequenceNumber(packet.sequenceNumber());
        onTiming(packet.arrivalTimeNs(), packet.rtpTimestamp());
        onBytes(packet.arrivalTimeNs(), packet.payloadSize());
    }

    private void onSequenceNumber(int sequence) {
        if (!hasStarted) {
            start(sequence);
            return;
        }
        int ahead = sequence - (int) highestSequence & SEQUENCE_NUMBERS - 1;
        if (ahead < MAX_DROPOUT) {
            highestSequence += ahead;
            nextAfterJump = NO_SEQUENCE;
        } else if (ahead <= SEQUENCE_NUMBERS - MAX_MISORDER) {
            if (sequence == nextAfterJump) {
                expectedBefore += highestSequence - baseSequence + 1;
                start(sequence);
                baseSequence--; // the first of the two was counted, too
            } else {
                nextAfterJump = sequence + 1 & SEQUENCE_NUMBERS - 1;
            }
        } // else it is late or a duplicate: received, but nothing more is expected for it
    }

    private void start(int sequence) {
        hasStarted = true;
        baseSequence = sequence;
        highestSequence = sequence;
        nextAfterJump = NO_SEQUENCE;
    }

    private void onTiming(long arrivalNs, long timestamp) {
        // Only the first packet of a frame: the others share its timestamp and would count the pacing as jitter.
        if (hasTransit && timestamp != lastTimestamp) {
            double arrivalTicks = (arrivalNs - lastArrivalNs) * ticksPerNs;
            double deviation = Math.abs(arrivalTicks - (int) (timestamp - lastTimestamp));
            if (deviation < MAX_DEVIATION_NS * ticksPerNs) {
                jitterTicks += (deviation - jitterTicks) / 16;
            }
        }
        if (!hasTransit || timestamp != lastTimestamp) {
            hasTransit = true;
            lastArrivalNs = arrivalNs;
            lastTimestamp = timestamp;
        }
    }

    private void onBytes(long arrivalNs, int size) {
        long bucket = Math.floorDiv(arrivalNs, RATE_BUCKET_NS);
        if (bucket > rateBucket) {
            long first = Math.max(rateBucket + 1, bucket - RATE_BUCKETS + 1);
            for (long passed = first; passed <= bucket; passed++) {
                rateBytes[Math.floorMod(passed, RATE_BUCKETS)] = 0;
            }
            rateBucket = bucket;
        }
        rateBytes[Math.floorMod(bucket, RATE_BUCKETS)] += size;
        rateWindowNs = arrivalNs - (rateBucket - RATE_BUCKETS + 1) * RATE_BUCKET_NS + 1;
    }

    /** Makes what was counted visible to {@link #read}. Called by the thread that takes the packets. */
    public void publish() {
        if (packets == publishedPackets) {
            return;
        }
        long inWindow = 0;
        for (long bucketBytes : rateBytes) {
            inWindow += bucketBytes;
        }
        publishedBytes = bytes;
        publishedLost = expectedBefore + highestSequence - baseSequence + 1 - packets;
        publishedJitterNs = Math.round(jitterTicks / ticksPerNs);
        publishedBitrateBps = Math.round((double) inWindow * Byte.SIZE * NS_PER_SECOND / rateWindowNs);
        publishedPackets = packets;
    }

    /**
     * Reads what was published last. Any thread.
     *
     * @param ssrc the stream's SSRC
     * @param active whether the stream has packets now
     * @return what was received; a stream that is not active has the bit rate 0
     */
    public StreamStatistics read(long ssrc, boolean active) {
        long readPackets = publishedPackets;
        return new StreamStatistics(ssrc, active, readPackets, publishedBytes, publishedLost, publishedJitterNs,
                active ? publishedBitrateBps : 0);
    }
}
