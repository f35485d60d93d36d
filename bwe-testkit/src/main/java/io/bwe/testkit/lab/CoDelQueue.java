package io.bwe.testkit.lab;

import org.jspecify.annotations.Nullable;

/**
 * Controlled delay (RFC 8289): when packets have waited longer than 5 ms for 100 ms without a break, it drops at the head
 * of the queue, more and more often until they do not.
 */
final class CoDelQueue extends FifoQueue {
    static final long TARGET_NS = 5_000_000;
    static final long INTERVAL_NS = 100_000_000;
    /** Below this the delay is that of a packet in transmission and no queue. */
    private static final int MTU_BYTES = 1_500;
    /** Within so many intervals after dropping ended, it goes on at the pace at which it ended. */
    private static final int MEMORY_INTERVALS = 16;

    private final int limitPackets;
    /** When the delay will have been too long for an interval; 0 while it is not too long. */
    private long firstAboveNs;
    private boolean dropping;
    private long nextDropNs;
    private int drops;
    private int dropsOfLastEpisode;
    private boolean tooLong;

    /**
     * Creates a queue.
     *
     * @param limitPackets how many it holds at most
     */
    CoDelQueue(int limitPackets) {
        this.limitPackets = limitPackets;
    }

    @Override
    boolean hasRoomFor(WirePacket packet, long rateBps) {
        return packets() < limitPackets;
    }

    @Override
    public @Nullable WirePacket poll(long nowNs) {
        WirePacket packet = next(nowNs);
        if (dropping) {
            dropping = tooLong;
            while (dropping && packet != null && nowNs >= nextDropNs) {
                packet.path().dropped(packet);
                drops++;
                packet = next(nowNs);
                dropping = tooLong;
                if (dropping) {
                    nextDropNs += pauseNs();
                }
            }
        } else if (tooLong && packet != null) {
            packet.path().dropped(packet);
            packet = next(nowNs);
            dropping = true;
            int lately = drops - dropsOfLastEpisode;
            drops = lately > 1 && nowNs - nextDropNs < MEMORY_INTERVALS * INTERVAL_NS ? lately : 1;
            dropsOfLastEpisode = drops;
            nextDropNs = nowNs + pauseNs();
        }
        return packet;
    }

    private long pauseNs() {
        return Math.round(INTERVAL_NS / Math.sqrt(drops));
    }

    private @Nullable WirePacket next(long nowNs) {
        WirePacket packet = remove();
        if (packet == null || nowNs - packet.sentNs() < TARGET_NS || bytes() <= MTU_BYTES) {
            firstAboveNs = 0;
            tooLong = false;
        } else if (firstAboveNs == 0) {
            firstAboveNs = nowNs + INTERVAL_NS;
            tooLong = false;
        } else {
            tooLong = nowNs >= firstAboveNs;
        }
        return packet;
    }
}
