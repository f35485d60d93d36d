package io.bwe.browser;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A link as a model: a leaky bucket that serves one packet after the other at the rate of the moment, with a drop-tail
 * queue in front and a propagation delay behind it. Pure computation; time comes in with every call and never runs
 * backwards. Used by one thread.
 *
 * @param <P> what travels over the link
 */
final class LinkModel<P> {
    /** The answer of {@link #nextEventNs()} when nothing is on its way. */
    static final long NEVER = Long.MAX_VALUE;
    /** What IPv4 (20) and UDP (8) add to a datagram on the link, in bytes. */
    static final int IP_UDP_HEADER_BYTES = 28;

    private static final long BITS_NS_PER_SECOND = 8L * 1_000_000_000;

    /** A packet, first in the queue and then on its way. */
    private static final class Entry<P> {
        final P packet;
        final long bytes;
        final long offeredNs;
        final boolean lost;
        long dueNs;

        Entry(P packet, long bytes, long offeredNs, boolean lost) {
            this.packet = packet;
            this.bytes = bytes;
            this.offeredNs = offeredNs;
            this.lost = lost;
        }
    }

    private final RandomGenerator random;
    private LinkSettings settings;
    private final Queue<Entry<P>> waiting = new ArrayDeque<>();
    private final Queue<Entry<P>> onTheWay = new ArrayDeque<>();
    private long waitingBytes;
    private long busyUntilNs = Long.MIN_VALUE;
    private long lastDueNs = Long.MIN_VALUE;
    private long lastPolledDueNs;
    private long droppedInQueue;
    private long lost;

    LinkModel(LinkSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /**
     * Changes the link. What already waits is served at the new rate; the packet that is being served stays at its own.
     */
    void settings(LinkSettings newSettings, long nowNs) {
        serve(nowNs);
        settings = newSettings;
    }

    LinkSettings settings() {
        return settings;
    }

    /**
     * Takes a packet, or drops it if those before it would keep it waiting for longer than the queue's limit.
     *
     * @param datagramBytes the size of the UDP payload; the link carries IP packets
     * @return whether it was taken
     */
    boolean offer(P packet, int datagramBytes, long nowNs) {
        serve(nowNs);
        if (queueDelayNs(nowNs) > settings.queueLimit().toNanos()) {
            droppedInQueue++;
            return false;
        }
        boolean isLost = settings.lossRatio() > 0 && random.nextDouble() < settings.lossRatio();
        Entry<P> entry = new Entry<>(packet, datagramBytes + IP_UDP_HEADER_BYTES, nowNs, isLost);
        waiting.add(entry);
        waitingBytes += entry.bytes;
        serve(nowNs);
        return true;
    }

    /** How long a packet that comes now waits before it is served, at the rate of now. */
    long queueDelayNs(long nowNs) {
        return Math.max(0, busyUntilNs == Long.MIN_VALUE ? 0 : busyUntilNs - nowNs) + serviceNs(waitingBytes);
    }

    private long serviceNs(long bytes) {
        return settings.rateBps() == LinkSettings.UNLIMITED ? 0 : bytes * BITS_NS_PER_SECOND / settings.rateBps();
    }

    /** Begins to serve all packets whose turn has come. */
    private void serve(long nowNs) {
        Entry<P> entry;
        while (busyUntilNs <= nowNs && (entry = waiting.poll()) != null) {
            waitingBytes -= entry.bytes;
            busyUntilNs = Math.max(busyUntilNs, entry.offeredNs) + serviceNs(entry.bytes);
            if (entry.lost) {
                // It has taken its time on the link all the same.
                lost++;
                continue;
            }
            // A delay that was made shorter lets nobody overtake.
            lastDueNs = Math.max(lastDueNs, busyUntilNs + settings.delay().toNanos());
            entry.dueNs = lastDueNs;
            onTheWay.add(entry);
        }
    }

    /** When {@link #poll} may have something next, or {@link #NEVER}. */
    long nextEventNs() {
        Entry<P> first = onTheWay.peek();
        long dueNs = first == null ? NEVER : first.dueNs;
        return waiting.isEmpty() ? dueNs : Math.min(dueNs, busyUntilNs);
    }

    /** The next packet that has arrived by now, or null. */
    @Nullable
    P poll(long nowNs) {
        serve(nowNs);
        Entry<P> first = onTheWay.peek();
        if (first == null || first.dueNs > nowNs) {
            return null;
        }
        onTheWay.remove();
        lastPolledDueNs = first.dueNs;
        return first.packet;
    }

    /** When the packet that was polled last arrived. */
    long polledArrivalNs() {
        return lastPolledDueNs;
    }

    /** Packets that found the queue full. */
    long droppedInQueue() {
        return droppedInQueue;
    }

    /** Packets that were lost at random. */
    long lost() {
        return lost;
    }
}
