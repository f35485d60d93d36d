package io.bwe.browser;

import java.nio.ByteBuffer;

/**
 * Where the datagrams of a session pass before anything looks at them: room for a bottleneck. One gate belongs to one
 * session.
 */
public interface PacketGate extends AutoCloseable {
    /** What is behind the gate. */
    @FunctionalInterface
    interface Delivery {
        /**
         * Takes a datagram that has passed. Called by one thread at a time, the same datagram once at most.
         *
         * @param datagram as it was offered
         * @param arrivalTimeNs when it has arrived behind the gate, on the clock of {@link System#nanoTime()}
         */
        void deliver(ByteBuffer datagram, long arrivalTimeNs);
    }

    /** Lets everything pass at once. */
    PacketGate OPEN = (datagram, arrivalTimeNs, behind) -> behind.deliver(datagram, arrivalTimeNs);

    /**
     * Takes a datagram from the socket. Called by one thread; must not block.
     *
     * @param datagram belongs to the gate from then on, until it is delivered
     * @param arrivalTimeNs when it came, on the clock of {@link System#nanoTime()}
     * @param behind where it goes, if it goes on
     */
    void offer(ByteBuffer datagram, long arrivalTimeNs, Delivery behind);

    /** Ends with the session: no delivery begins after this has returned. Does nothing the second time. */
    @Override
    default void close() {
    }
}
