package io.bwe.api;

import java.util.Arrays;

/**
 * How much longer packets are on their way than the fastest of late: what queues on the path add. Goes by abs-send-time
 * alone, so it says the same whatever the estimator makes of the packets.
 *
 * <p>The two clocks need not agree: only differences count. The fastest of the last two minutes is taken for a packet
 * that met no queue. So a queue that stands for longer disappears, and clocks that drift apart by 50 ppm look like up to
 * 6 ms. Packets more than half a minute apart, and a jump of the sender's clock of more than 3 s (libwebrtc's limit for
 * the same, kArrivalTimeOffsetThresholdMs), begin it anew; a smaller jump backwards looks like a queue.
 *
 * <p>Knows no clock and allocates nothing after its creation. Not thread-safe.
 */
public final class QueueDelay {
    /** The value of {@link #delayNs()} before the first packet with a send time. */
    public static final long UNKNOWN = -1;

    /** The fastest of each of so many pieces of time is kept, to forget it two minutes later. */
    private static final int PIECES = 12;
    private static final long PIECE_NS = 10_000_000_000L;
    private static final long MAX_GAP_NS = 30_000_000_000L;
    private static final long MAX_JUMP_NS = 3_000_000_000L;
    /** abs-send-time counts in units of 2^-18 s. */
    private static final int TICKS_PER_SECOND_LOG2 = 18;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int UNUSED_BITS = Integer.SIZE - 24;

    private final long[] fastestNs = new long[PIECES];
    private long piece;
    private boolean started;
    private int lastSendTime;
    private long sendTicks;
    private long lastArrivalNs;
    private long lastTransitNs;
    private long delayNs = UNKNOWN;

    /** Creates one that has seen no packet. */
    public QueueDelay() {
    }

    /**
     * Takes the next packet in order of arrival. One without send time changes nothing.
     *
     * @param packet the packet
     */
    public void onPacket(PacketView packet) {
        int sendTime = packet.absSendTime();
        if (sendTime == PacketView.NO_SEND_TIME) {
            return;
        }
        long arrivalNs = packet.arrivalTimeNs();
        if (started && arrivalNs - lastArrivalNs <= MAX_GAP_NS) {
            // The shorter way round the 24 bits: packets may overtake each other.
            sendTicks += (sendTime - lastSendTime << UNUSED_BITS) >> UNUSED_BITS;
        } else {
            restart(arrivalNs);
        }
        lastSendTime = sendTime;
        lastArrivalNs = arrivalNs;
        long transitNs = arrivalNs - toNs(sendTicks);
        if (started && Math.abs(transitNs - lastTransitNs) > MAX_JUMP_NS) {
            restart(arrivalNs);
            transitNs = arrivalNs;
        }
        started = true;
        lastTransitNs = transitNs;
        delayNs = transitNs - fastest(transitNs, arrivalNs);
    }

    /** Seconds and the rest apart: ten hours would not fit otherwise. */
    private static long toNs(long ticks) {
        long seconds = ticks >> TICKS_PER_SECOND_LOG2;
        long rest = ticks - (seconds << TICKS_PER_SECOND_LOG2);
        return seconds * NS_PER_SECOND + (rest * NS_PER_SECOND >> TICKS_PER_SECOND_LOG2);
    }

    private void restart(long arrivalNs) {
        started = false;
        sendTicks = 0;
        piece = Math.floorDiv(arrivalNs, PIECE_NS);
        Arrays.fill(fastestNs, Long.MAX_VALUE);
    }

    private long fastest(long transitNs, long arrivalNs) {
        long now = Math.floorDiv(arrivalNs, PIECE_NS);
        while (piece < now) {
            piece++;
            fastestNs[(int) Math.floorMod(piece, (long) PIECES)] = Long.MAX_VALUE;
        }
        int at = (int) Math.floorMod(piece, (long) PIECES);
        fastestNs[at] = Math.min(fastestNs[at], transitNs);
        long fastest = Long.MAX_VALUE;
        for (long ofPiece : fastestNs) {
            fastest = Math.min(fastest, ofPiece);
        }
        return fastest;
    }

    /**
     * The delay of the last packet that had a send time.
     *
     * @return nanoseconds, 0 or more, or {@link #UNKNOWN}
     */
    public long delayNs() {
        return delayNs;
    }
}
