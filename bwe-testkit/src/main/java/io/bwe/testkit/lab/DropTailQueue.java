package io.bwe.testkit.lab;

import org.jspecify.annotations.Nullable;

/** First in, first out, with a limit in bytes, in time at the rate of the moment, or both. */
final class DropTailQueue extends FifoQueue {
    private final long limitBytes;
    private final long limitNs;

    DropTailQueue(long limitBytes, long limitNs) {
        this.limitBytes = limitBytes;
        this.limitNs = limitNs;
    }

    @Override
    public @Nullable WirePacket poll(long nowNs) {
        return remove();
    }

    @Override
    boolean hasRoomFor(WirePacket packet, long rateBps) {
        // An empty queue takes any packet, so that a rate of almost nothing in a fade does not close the link.
        return isEmpty() || bytes() + packet.bytes() <= limitBytes
                && bytes() * 8.0 * 1e9 / rateBps <= limitNs;
    }
}
