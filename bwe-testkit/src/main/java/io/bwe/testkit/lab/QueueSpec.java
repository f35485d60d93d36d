package io.bwe.testkit.lab;

import java.time.Duration;
import java.util.function.Supplier;

/** The kind of queue before a link. Immutable; any thread may use it. */
public final class QueueSpec {
    private static final int CODEL_LIMIT_PACKETS = 1_000;

    private final Supplier<PacketQueue> queues;

    private QueueSpec(Supplier<PacketQueue> queues) {
        this.queues = queues;
    }

    /**
     * First in, first out; a packet that would have to wait longer at the rate of the moment is dropped.
     *
     * @param wait zero to 365 days
     * @return the kind of queue
     * @throws IllegalArgumentException if it is out of range
     */
    public static QueueSpec dropTail(Duration wait) {
        long limitNs = Limits.checkNs("wait", wait);
        return new QueueSpec(() -> new DropTailQueue(Long.MAX_VALUE, limitNs));
    }

    /**
     * First in, first out; a packet that would make the queue longer is dropped.
     *
     * @param bytes 1,500 to 10^9
     * @return the kind of queue
     * @throws IllegalArgumentException if it is out of range
     */
    public static QueueSpec dropTailBytes(long bytes) {
        Limits.check("bytes", bytes, 1_500, 1_000_000_000);
        return new QueueSpec(() -> new DropTailQueue(bytes, Long.MAX_VALUE));
    }

    /**
     * Controlled delay with the constants of RFC 8289: a target of 5 ms, an interval of 100 ms, at most 1,000 packets.
     *
     * @return the kind of queue
     */
    public static QueueSpec coDel() {
        return new QueueSpec(() -> new CoDelQueue(CODEL_LIMIT_PACKETS));
    }

    /**
     * A queue for each flow, served in turns by bytes, with controlled delay in each, and flows that have just begun to send
     * first; the constants of RFC 8290: a quantum of 1,514 bytes, at most 10,240 packets in all.
     *
     * @return the kind of queue
     */
    public static QueueSpec fqCoDel() {
        return new QueueSpec(FqCoDelQueue::new);
    }

    PacketQueue create() {
        return queues.get();
    }
}
