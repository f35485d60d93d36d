package io.bwe.testkit.lab;

/** A packet on its way through the network. What it carries is known to whoever handles its arrival. */
final class WirePacket {
    /** IPv4, UDP, RTP and a header extension of 8 bytes. */
    static final int RTP_OVERHEAD_BYTES = 48;

    private final Path path;
    private final int bytes;
    private final long sentNs;
    private final Runnable arrival;
    private long waitedNs;

    /**
     * Creates a packet.
     *
     * @param path where it goes behind the bottleneck
     * @param bytes its size on the wire
     * @param sentNs when it was sent
     * @param arrival what to do when it has arrived
     */
    WirePacket(Path path, int bytes, long sentNs, Runnable arrival) {
        this.path = path;
        this.bytes = bytes;
        this.sentNs = sentNs;
        this.arrival = arrival;
    }

    Path path() {
        return path;
    }

    int bytes() {
        return bytes;
    }

    long sentNs() {
        return sentNs;
    }

    /** How long it waited before its transmission began. */
    long waitedNs() {
        return waitedNs;
    }

    void waited(long ns) {
        waitedNs = ns;
    }

    void arrive() {
        arrival.run();
    }
}
