package io.bwe.remb;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Slots on their way from any number of threads to one that takes them all at once. They are chained by
 * {@link PacketSlot#next}, so that a stack takes no memory for what it holds and never overflows.
 *
 * <p>That nobody takes a single slot is what makes it simple: what is below a slot that was taken and pushed again
 * meanwhile is of no concern.
 */
final class SlotStack {
    /** No object of its own, for each stream has two stacks. */
    private static final AtomicReferenceFieldUpdater<SlotStack, @Nullable PacketSlot> NEWEST = AtomicReferenceFieldUpdater
            .newUpdater(SlotStack.class, PacketSlot.class, "newest");

    private volatile @Nullable PacketSlot newest;

    /** Hands a slot over. Any thread; never blocks. */
    void push(PacketSlot slot) {
        PacketSlot before;
        do {
            before = newest;
            slot.depth = before == null ? 1 : before.depth + 1;
            slot.next = before;
        } while (!NEWEST.compareAndSet(this, before, slot));
    }

    /**
     * How many were pushed one by one and not taken. A slot that goes round meanwhile may spoil the count until the next
     * are taken, and nothing else.
     */
    int size() {
        PacketSlot top = newest;
        return top == null ? 0 : top.depth;
    }

    /**
     * Hands slots over at once, however many there are. Any thread; never blocks.
     *
     * @param last the newest; those before it follow by {@code next}
     * @param first the oldest
     */
    void pushAll(PacketSlot last, PacketSlot first) {
        PacketSlot before;
        do {
            before = newest;
            first.next = before;
        } while (!NEWEST.compareAndSet(this, before, last));
    }

    boolean isEmpty() {
        return newest == null;
    }

    /**
     * Takes all. Any thread, each slot goes to one.
     *
     * @return the oldest, from which the others follow by {@code next}; null if there is none
     */
    @Nullable
    PacketSlot takeAll() {
        if (isEmpty()) {
            return null; // without a write
        }
        PacketSlot rest = NEWEST.getAndSet(this, null);
        PacketSlot oldest = null;
        while (rest != null) {
            PacketSlot before = rest.next;
            rest.next = oldest;
            oldest = rest;
            rest = before;
        }
        return oldest;
    }
}
