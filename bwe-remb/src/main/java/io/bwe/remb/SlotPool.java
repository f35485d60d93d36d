package io.bwe.remb;

import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The free slots of one stream. All are made at the start, so that an RTP thread never allocates; when none is left,
 * the packet is not estimated.
 *
 * <p>{@link #take()} may be called by any number of threads, {@link #release(PacketSlot)} by one at a time, the
 * transport task.
 */
final class SlotPool {
    private final SpmcAtomicArrayQueue<PacketSlot> free;

    SlotPool(int slots) {
        // Twice the room: a taker that is preempted halfway through then rarely holds up who gives back.
        free = new SpmcAtomicArrayQueue<>(2 * slots);
        for (int i = 0; i < slots; i++) {
            free.offer(new PacketSlot(this));
        }
    }

    @Nullable
    PacketSlot take() {
        return free.poll();
    }

    void release(PacketSlot slot) {
        free.offer(slot);
    }
}
