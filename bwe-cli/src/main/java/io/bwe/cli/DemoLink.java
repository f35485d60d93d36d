package io.bwe.cli;

/**
 * The bottleneck as a model: a leaky bucket that serves one packet at a time at the capacity of the moment, with a
 * drop-tail queue in front. Pure computation; time comes in with every call. Used by one thread.
 */
final class DemoLink {
    /** Returned for a packet that found the queue full. */
    static final long DROPPED = -1;
    /**
     * The longest wait in the queue, in nanoseconds. Well above what the demo's checks allow, so that only a sender
     * that gives way passes them.
     */
    static final long QUEUE_LIMIT_NS = 800_000_000;
    /** What IPv4 (20) and UDP (8) add to a datagram on the link, in bytes. */
    static final int IP_UDP_HEADER_BYTES = 28;

    private final DemoSchedule schedule;
    private long busyUntilNs;

    DemoLink(DemoSchedule schedule) {
        this.schedule = schedule;
    }

    /**
     * How long a packet that comes now would wait before it is served.
     *
     * @param nowNs the time, never before that of the call before
     * @return nanoseconds, 0 if the link is idle
     */
    long queueDelayNs(long nowNs) {
        return Math.max(0, busyUntilNs - nowNs);
    }

    /**
     * Takes a packet: departure = max(now, previous departure) + bits / capacity. The capacity is that of the moment at
     * which service begins, so that a step slows down what is already queued.
     *
     * @param nowNs the time, never before that of the call before
     * @param datagramBytes the size of the UDP payload; the link carries IP packets
     * @return when the packet has left the link, or {@link #DROPPED}
     */
    long offer(long nowNs, int datagramBytes) {
        if (queueDelayNs(nowNs) > QUEUE_LIMIT_NS) {
            return DROPPED;
        }
        long serviceNs = Math.max(nowNs, busyUntilNs);
        long bits = (datagramBytes + IP_UDP_HEADER_BYTES) * 8L;
        busyUntilNs = serviceNs + bits * 1_000_000_000L / schedule.capacityBps(serviceNs);
        return busyUntilNs;
    }
}
