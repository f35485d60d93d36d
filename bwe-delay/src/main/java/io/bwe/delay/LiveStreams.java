package io.bwe.delay;

import java.util.Arrays;
import java.util.Objects;

/**
 * The streams that had a packet lately, and when.
 *
 * <p>A hash table over slots that are linked from the stream silent for longest to the one heard last, so that a packet
 * costs the same with one stream and with a thousand, and so does finding that none has timed out. The ascending order
 * that readers want changes only when a stream comes or goes. Grows when there are more streams than ever before and
 * allocates at no other time.
 */
final class LiveStreams {
    private static final int INITIAL_CAPACITY = 8;
    private static final int NONE = -1;
    /** 2^32 over the golden ratio: spreads neighbouring SSRCs over the table (Knuth, multiplicative hashing). */
    private static final int HASH_MULTIPLIER = 0x9E3779B9;

    /** Is told about streams that go. */
    interface Listener {
        /**
         * A stream has timed out or was removed.
         *
         * @param slot the place it had
         */
        void onGone(int slot);
    }

    private final long timeoutUs;
    private final Listener listener;
    /** Slot by hash, or {@link #NONE}; twice as many places as slots; linear probing. */
    private int[] slotByHash;
    private int[] ssrcBySlot;
    private long[] lastSeenUsBySlot;
    private int[] olderBySlot;
    /** In a free slot: the next free one. */
    private int[] newerBySlot;
    private int oldest;
    private int newest;
    private int firstFree;
    private int size;

    /** The SSRCs in order, with their top bit flipped, which makes signed order unsigned order. */
    private int[] ascending;

    /**
     * Creates an empty table.
     *
     * @param timeoutUs how long a stream may be silent, in microseconds
     * @param listener is told about streams that go one by one
     */
    LiveStreams(long timeoutUs, Listener listener) {
        this.timeoutUs = timeoutUs;
        this.listener = listener;
        slotByHash = new int[2 * INITIAL_CAPACITY];
        ssrcBySlot = new int[INITIAL_CAPACITY];
        lastSeenUsBySlot = new long[INITIAL_CAPACITY];
        olderBySlot = new int[INITIAL_CAPACITY];
        newerBySlot = new int[INITIAL_CAPACITY];
        ascending = new int[INITIAL_CAPACITY];
        clear();
    }

    /**
     * A stream had a packet.
     *
     * @return its slot: 0 or more, kept as long as it lives, and then free for another
     */
    int touch(int ssrc, long nowUs) {
        int slot = newest;
        if (slot == NONE || ssrcBySlot[slot] != ssrc) {
            slot = find(ssrc);
            if (slot == NONE) {
                slot = insert(ssrc);
            } else {
                unlink(slot);
            }
            linkAsNewest(slot);
        }
        lastSeenUsBySlot[slot] = nowUs;
        return slot;
    }

    /** Removes the streams silent for strictly more than the time-out. */
    void expire(long nowUs) {
        while (oldest != NONE && nowUs - lastSeenUsBySlot[oldest] > timeoutUs) {
            removeSlot(oldest);
        }
    }

    /** Removes a stream, if it is there. */
    void remove(int ssrc) {
        int slot = find(ssrc);
        if (slot != NONE) {
            removeSlot(slot);
        }
    }

    /** Removes all streams. */
    void clear() {
        Arrays.fill(slotByHash, NONE);
        oldest = NONE;
        newest = NONE;
        size = 0;
        firstFree = NONE;
        addFreeSlots(0);
    }

    /** How many streams there are. */
    int size() {
        return size;
    }

    /**
     * An SSRC.
     *
     * @param index its place in ascending order
     * @return the SSRC, 0 to 2^32 - 1
     * @throws IndexOutOfBoundsException if there are not so many
     */
    long ssrc(int index) {
        Objects.checkIndex(index, size);
        return Integer.toUnsignedLong(flipped(ascending[index]));
    }

    private static int flipped(int ssrc) {
        return ssrc ^ Integer.MIN_VALUE;
    }

    private int find(int ssrc) {
        int slot = NONE;
        for (int place = home(ssrc); (slot = slotByHash[place]) != NONE; place = next(place)) {
            if (ssrcBySlot[slot] == ssrc) {
                break;
            }
        }
        return slot;
    }

    private int insert(int ssrc) {
        if (firstFree == NONE) {
            grow();
        }
        int slot = firstFree;
        firstFree = newerBySlot[slot];
        ssrcBySlot[slot] = ssrc;
        addToTable(slot);
        int place = -1 - Arrays.binarySearch(ascending, 0, size, flipped(ssrc));
        System.arraycopy(ascending, place, ascending, place + 1, size - place);
        ascending[place] = flipped(ssrc);
        size++;
        return slot;
    }

    private void addToTable(int slot) {
        int place = home(ssrcBySlot[slot]);
        while (slotByHash[place] != NONE) {
            place = next(place);
        }
        slotByHash[place] = slot;
    }

    private void removeSlot(int slot) {
        int hole = home(ssrcBySlot[slot]);
        while (slotByHash[hole] != slot) {
            hole = next(hole);
        }
        slotByHash[hole] = NONE;
        // Move up what was pushed past the hole, else a search would stop at it.
        for (int place = next(hole); slotByHash[place] != NONE; place = next(place)) {
            int pushed = slotByHash[place];
            if (distance(home(ssrcBySlot[pushed]), place) >= distance(hole, place)) {
                slotByHash[hole] = pushed;
                slotByHash[place] = NONE;
                hole = place;
            }
        }
        unlink(slot);
        newerBySlot[slot] = firstFree;
        firstFree = slot;
        size--;
        int place = Arrays.binarySearch(ascending, 0, size + 1, flipped(ssrcBySlot[slot]));
        System.arraycopy(ascending, place + 1, ascending, place, size - place);
        listener.onGone(slot);
    }

    private void unlink(int slot) {
        int older = olderBySlot[slot];
        int newer = newerBySlot[slot];
        if (older == NONE) {
            oldest = newer;
        } else {
            newerBySlot[older] = newer;
        }
        if (newer == NONE) {
            newest = older;
        } else {
            olderBySlot[newer] = older;
        }
    }

    private void linkAsNewest(int slot) {
        olderBySlot[slot] = newest;
        newerBySlot[slot] = NONE;
        if (newest == NONE) {
            oldest = slot;
        } else {
            newerBySlot[newest] = slot;
        }
        newest = slot;
    }

    private void grow() {
        int before = ssrcBySlot.length;
        int capacity = 2 * before;
        ssrcBySlot = Arrays.copyOf(ssrcBySlot, capacity);
        lastSeenUsBySlot = Arrays.copyOf(lastSeenUsBySlot, capacity);
        olderBySlot = Arrays.copyOf(olderBySlot, capacity);
        newerBySlot = Arrays.copyOf(newerBySlot, capacity);
        ascending = Arrays.copyOf(ascending, capacity);
        slotByHash = new int[2 * capacity];
        Arrays.fill(slotByHash, NONE);
        for (int slot = 0; slot < before; slot++) {
            addToTable(slot);
        }
        addFreeSlots(before);
    }

    private void addFreeSlots(int from) {
        for (int slot = ssrcBySlot.length - 1; slot >= from; slot--) {
            newerBySlot[slot] = firstFree;
            firstFree = slot;
        }
    }

    private int home(int ssrc) {
        return (ssrc * HASH_MULTIPLIER) >>> Integer.numberOfLeadingZeros(slotByHash.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (slotByHash.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (slotByHash.length - 1);
    }
}
