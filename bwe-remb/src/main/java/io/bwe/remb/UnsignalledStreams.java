package io.bwe.remb;

import io.bwe.api.PacketView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of SSRCs that nobody announced.
 *
 * <p>An RTP thread must not allocate, so it cannot open a stream. It puts the first packets of an unknown SSRC into a
 * common intake; the transport task opens the stream, gives it those packets, and makes it visible to the RTP threads
 * in a new look-up table. Their number is capped, so that a flood of random SSRCs costs a bounded amount: when there is
 * no room, the stream that has been silent longest makes room, if it has been silent for a while at all.
 */
final class UnsignalledStreams {
    /** A stream with a packet within this time is not evicted: half a second, several times a video frame's spacing. */
    static final long EVICTION_SILENCE_NS = 500_000_000;

    private final RemoteStream intake;
    private final TimingExtensions extensions;
    private final int capacity;
    private final SlotPool pool;
    private final int queueCapacity;

    /** Read by RTP threads; replaced, never changed. */
    private volatile SsrcTable<RemoteStream> table = SsrcTable.empty();

    // Transport task only.
    private final Map<Long, RemoteStream> streams = new HashMap<>();
    /** Whether the streams have changed since the table was made. */
    private boolean tableIsOld;

    UnsignalledStreams(TimingExtensions extensions, int capacity, SlotPool pool, int queueCapacity, long nowNs) {
        this.extensions = extensions;
        this.capacity = capacity;
        this.pool = pool;
        this.queueCapacity = queueCapacity;
        this.intake = RemoteStream.intake(extensions, pool, queueCapacity, nowNs);
    }

    /** The stream for a packet: its SSRC's own if there is one, else the intake. RTP threads. */
    RemoteStream streamFor(long ssrc) {
        RemoteStream own = table.get(ssrc);
        return own != null ? own : intake;
    }

    RemoteStream intake() {
        return intake;
    }

    /**
     * Gives the packets of the intake to the streams of their SSRCs. Transport task only.
     *
     * @param roster opens and evicts streams
     */
    void admit(StreamRoster roster) {
        for (PacketSlot packet = intake.peek(); packet != null; packet = intake.peek()) {
            intake.seen(packet.nowNs);
            RemoteStream stream = streamOf(packet, roster);
            // Taken out only now: without memory for a stream it stays for the next attempt.
            intake.poll();
            if (stream != null) {
                stream.adopt(packet);
            } else {
                roster.refused(packet);
            }
        }
        if (tableIsOld) {
            table = SsrcTable.of(streams);
            tableIsOld = false;
        }
    }

    private @Nullable RemoteStream streamOf(PacketSlot packet, StreamRoster roster) {
        RemoteStream stream = streams.get(packet.ssrc());
        return stream != null ? stream : open(packet.ssrc(), roster, packet.nowNs);
    }

    /**
     * Judged by the stamp of the packet that needs a stream, so that the result does not depend on when this task runs.
     */
    private @Nullable RemoteStream open(long ssrc, StreamRoster roster, long nowNs) {
        RemoteStream silent = null;
        if (streams.size() >= capacity) {
            silent = longestSilent();
            if (silent == null || nowNs - silent.lastSeenNs() < EVICTION_SILENCE_NS) {
                return null;
            }
        }
        RemoteStream stream = new RemoteStream(ssrc, PacketView.UNKNOWN_CLOCK_RATE, extensions, pool, queueCapacity,
                nowNs);
        if (silent != null) {
            roster.evict(silent, nowNs);
            streams.remove(silent.ssrc());
            tableIsOld = true;
        }
        Long key = ssrc;
        try {
            streams.put(key, stream);
            roster.open(stream);
        } catch (Throwable e) {
            streams.remove(key);
            throw e;
        }
        tableIsOld = true;
        return stream;
    }

    private @Nullable RemoteStream longestSilent() {
        RemoteStream longest = null;
        for (RemoteStream stream : streams.values()) {
            if (!stream.mayHoldPackets() && (longest == null || stream.lastSeenNs() < longest.lastSeenNs())) {
                longest = stream;
            }
        }
        return longest;
    }
}
