package io.bwe.remb;

import java.util.function.BooleanSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one stream on their way from the RTP threads to the stream's task. It has memory only while the stream
 * has a task: an array that is made when the task starts and given up when it ends. Meanwhile, packets are put aside,
 * which takes none and is slower.
 *
 * <p>An array is given up while RTP threads may still be about to offer to it. So it is filled up once it is not the
 * queue any more: whoever comes late finds it full, looks again and sees that. No packet is lost, and packets of the same
 * RTP thread do not overtake each other (but for a thread that is interrupted between looking for the array and putting
 * its packet aside for as long as a stream takes to fall idle).
 */
final class StreamQueue implements BooleanSupplier {
    /** What has become of a packet. */
    enum Offered {
        /** There was no room. */
        REFUSED,
        /** It is in the array, and whoever made that looks there. */
        QUEUED,
        /** There was no array: somebody has to see that there is one. */
        ASIDE
    }

    /** What an array is filled up with. */
    private static final PacketSlot SEAL = new PacketSlot();

    private final int capacity;
    /** Of the packets offered since the array was made, or a few more: how many have gone to the estimator. */
    private volatile long gone;
    /** Newer; of the one thread that lets them go. */
    private long goneByNow;
    private volatile @Nullable MpscAtomicArrayQueue<PacketSlot> array;
    private final SlotStack aside = new SlotStack();
    /**
     * What was taken out of array or stack and not yet polled, oldest first. Of the consumer; others see whether there
     * is any.
     */
    private volatile @Nullable PacketSlot first;

    /**
     * @param capacity how many packets there may be between RTP threads and estimator; up to twice as many where some were
     *        put aside
     */
    StreamQueue(int capacity) {
        this.capacity = capacity;
    }

    // ---- RTP threads

    /** Whether there is room, nearly: of several threads that ask at once each may be told of the last place. */
    boolean hasRoom() {
        MpscAtomicArrayQueue<PacketSlot> into = array;
        if (into == null) {
            return aside.size() < capacity;
        }
        // Judged by the queue's own index, so that nobody has to count. What was filled up meanwhile is not full.
        return into.currentProducerIndex() - gone < capacity || into != array;
    }

    /** Queues a packet, after {@link #hasRoom()}. Never blocks or allocates. */
    Offered offer(PacketSlot slot) {
        MpscAtomicArrayQueue<PacketSlot> into = array;
        while (into != null) {
            if (into.offer(slot)) {
                return Offered.QUEUED;
            }
            MpscAtomicArrayQueue<PacketSlot> now = array;
            if (now == into) {
                return Offered.REFUSED;
            }
            into = now;
        }
        aside.push(slot);
        return Offered.ASIDE;
    }

    // ---- the transport task; it opens only while the consumer does not shut

    /** Makes room, if there is none yet. */
    void open() {
        if (array == null) {
            MpscAtomicArrayQueue<PacketSlot> made = new MpscAtomicArrayQueue<>(capacity);
            goneByNow = 0;
            gone = 0;
            array = made;
        }
    }

    /** A packet of the queue has gone to the estimator. */
    void left() {
        goneByNow++;
    }

    /** Lets the RTP threads know how many have gone. */
    void makeRoom() {
        if (gone != goneByNow) {
            gone = goneByNow;
        }
    }

    // ---- the consumer: one thread at a time

    @Nullable
    PacketSlot poll() {
        PacketSlot slot = first;
        if (slot == null) {
            MpscAtomicArrayQueue<PacketSlot> from = array;
            PacketSlot next = from == null ? null : from.relaxedPoll();
            // In this order: whoever has put a packet aside and then offered another to the array is found with both.
            if (aside.isEmpty()) {
                return next;
            }
            slot = aside.takeAll();
            if (slot == null) {
                return next;
            }
            append(slot, next);
        }
        first = slot.next;
        slot.next = null;
        return slot;
    }

    private static void append(PacketSlot chain, @Nullable PacketSlot slot) {
        last(chain).next = slot;
    }

    private static PacketSlot last(PacketSlot chain) {
        PacketSlot last = chain;
        for (PacketSlot next = last.next; next != null; next = last.next) {
            last = next;
        }
        return last;
    }

    /**
     * Gives the array up. What is found in it meanwhile can be polled.
     *
     * @return whether nothing was found
     */
    boolean shut() {
        MpscAtomicArrayQueue<PacketSlot> old = array;
        if (old == null) {
            return true;
        }
        array = null; // before it is full
        boolean nothingFound = true;
        while (fillUp(old) < old.capacity()) {
            takeOut(old);
            nothingFound = false;
        }
        return nothingFound;
    }

    private static int fillUp(MpscAtomicArrayQueue<PacketSlot> old) {
        int seals = 0;
        while (old.offer(SEAL)) {
            seals++;
        }
        return seals;
    }

    private void takeOut(MpscAtomicArrayQueue<PacketSlot> old) {
        PacketSlot chain = first;
        PacketSlot last = chain == null ? null : last(chain);
        // No relaxed poll: it waits for producers that are halfway through.
        for (PacketSlot slot = old.poll(); slot != null; slot = old.poll()) {
            if (slot == SEAL) {
                continue;
            }
            if (last == null) {
                chain = slot;
            } else {
                last.next = slot;
            }
            last = slot;
        }
        first = chain;
    }

    // ---- any thread

    /** What was put aside after the last consumer had polled all, chained. Each slot goes to one caller. */
    @Nullable
    PacketSlot takeOrphans() {
        return aside.takeAll();
    }

    /** By what has been begun: a producer may have taken its place and not yet put its packet there. */
    boolean isEmpty() {
        MpscAtomicArrayQueue<PacketSlot> now = array;
        return (now == null || now.isEmpty()) && aside.isEmpty() && first == null;
    }

    /** {@link #isEmpty()}. */
    @Override
    public boolean getAsBoolean() {
        return isEmpty();
    }

    /** How many packets wait, nearly. */
    int size() {
        MpscAtomicArrayQueue<PacketSlot> now = array;
        return (now == null ? 0 : now.size()) + aside.size();
    }
}
