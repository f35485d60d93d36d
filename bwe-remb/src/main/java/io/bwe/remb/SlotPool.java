package io.bwe.remb;

import org.jctools.queues.atomic.SpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The free slots of one transport. An RTP thread never allocates: it takes what is there, and when there is none, the
 * packet is not estimated. So the transport task sees once per tick that there are enough for what may come until the
 * next: for a burst of each stream, or for {@value #RESERVE_MS} ms of the highest rate of the last seconds, should a
 * tick come late or an RTP thread have been held up. While no stream has packets, few are kept.
 */
final class SlotPool {
    /** For each stream, where the reserve is less for all of them: the packets of a small key frame. */
    static final int EACH_AWAKE = 16;
    /** The same while no stream has packets: until the transport task has woken up, mostly within a millisecond. */
    static final int EACH_ASLEEP = 4;
    /** For each stream, when it has been added and its rate is not known: what a fast one sends in a quarter of a second. */
    static final int EACH_AT_FIRST = 128;
    private static final int ALL_AT_FIRST = 65_536;
    static final int RESERVE_MS = 500;
    private static final long RESERVE_NS = RESERVE_MS * 1_000_000L;
    /** What the rate is taken over: several ticks, so that one that comes late makes no peak. */
    private static final long WINDOW_NS = 200_000_000;
    /** The part of a peak that is forgotten in the time of a window, 1/32: half of it in 4.4 s. */
    private static final int FORGOTTEN_PART = 32;

    private final int reserve;
    private final int mostOfStream;
    private final SlotStack givenBack = new SlotStack();
    /** Replaced when more or less room is needed. */
    private volatile SpmcAtomicArrayQueue<PacketSlot> free;

    // Transport task only.
    /** How many slots there are, free or not. */
    private int made;
    private long windowStartNs;
    private int releasedInWindow;
    /** How many packets come in the time of the reserve, at the highest rate of the last seconds. */
    private int peak;
    private int knownStreams;

    /**
     * @param reserve for how many packets there is room whatever the streams do
     * @param mostOfStream how many packets of each stream there may be on their way if the rate asks for it
     * @param nowNs the time
     */
    SlotPool(int reserve, int mostOfStream, long nowNs) {
        this.reserve = reserve;
        this.mostOfStream = mostOfStream;
        this.windowStartNs = nowNs;
        free = withRoomFor(reserve);
        fill(free, reserve);
    }

    // ---- RTP threads

    @Nullable
    PacketSlot take() {
        SpmcAtomicArrayQueue<PacketSlot> from = free;
        PacketSlot slot = from.poll();
        if (slot != null) {
            return slot;
        }
        SpmcAtomicArrayQueue<PacketSlot> now = free;
        return now == from ? null : now.poll();
    }

    /** Takes a slot back that was not used. Any thread; never blocks. */
    void giveBack(PacketSlot slot) {
        givenBack.push(slot);
    }

    // ---- transport task

    /** A packet has been estimated or refused. */
    void release(PacketSlot slot) {
        releasedInWindow++;
        putBack(slot);
    }

    /**
     * Sees that there are enough slots. Once per tick in which a stream has packets. If there is no memory for them, all
     * stays as it is.
     *
     * @param streams how many streams there are
     * @param others how many packets something else may hold
     * @param nowNs the time
     */
    void adapt(int streams, int others, long nowNs) {
        takeBack();
        notePeak(streams, nowNs);
        int always = Math.max(reserve, EACH_AWAKE * streams) + others;
        int most = Math.clamp((long) mostOfStream * streams, always, Integer.MAX_VALUE / 4);
        int wanted = Math.clamp(peak, always, most);
        int have = free.size();
        // A quarter less or half more is left: else each packet that is on its way would have another slot made.
        if (have < wanted - wanted / 4) {
            grow(Math.min(wanted - have, most - made), wanted);
        } else if (have > wanted + wanted / 2) {
            shrink(wanted);
        }
    }

    /** No stream has packets: keeps few slots. */
    void rest(int streams) {
        takeBack();
        int wanted = Math.max(reserve, EACH_ASLEEP * streams);
        if (free.size() > wanted) {
            shrink(wanted);
        }
    }

    private void takeBack() {
        PacketSlot slot = givenBack.takeAll();
        while (slot != null) {
            PacketSlot next = slot.next;
            slot.next = null;
            putBack(slot);
            slot = next;
        }
    }

    private void putBack(PacketSlot slot) {
        if (!free.offer(slot)) {
            made--; // more than were wanted
        }
    }

    private void notePeak(int streams, long nowNs) {
        peak += Math.min(EACH_AT_FIRST * Math.max(0, streams - knownStreams), ALL_AT_FIRST);
        knownStreams = streams;
        long elapsedNs = nowNs - windowStartNs;
        if (elapsedNs < WINDOW_NS) {
            return;
        }
        for (long windows = elapsedNs / WINDOW_NS; windows > 0 && peak >= FORGOTTEN_PART; windows--) {
            peak -= peak / FORGOTTEN_PART;
        }
        peak = (int) Math.max(releasedInWindow * RESERVE_NS / elapsedNs, peak);
        windowStartNs = nowNs;
        releasedInWindow = 0;
    }

    private void grow(int missing, int wanted) {
        if (free.capacity() >= roomFor(wanted)) {
            fill(free, missing);
            return;
        }
        SpmcAtomicArrayQueue<PacketSlot> larger = withRoomFor(wanted);
        int madeBefore = made;
        try {
            fill(larger, missing);
        } catch (Throwable e) {
            made = madeBefore; // they go with it
            throw e;
        }
        replaceBy(larger);
    }

    private void shrink(int wanted) {
        for (int surplus = free.size() - wanted; surplus > 0 && free.poll() != null; surplus--) {
            made--;
        }
        if (free.capacity() >= 4 * roomFor(wanted)) {
            replaceBy(withRoomFor(wanted));
        }
    }

    /** The new queue gets half of the slots before it is seen, so that nobody finds none in either. */
    private void replaceBy(SpmcAtomicArrayQueue<PacketSlot> other) {
        SpmcAtomicArrayQueue<PacketSlot> old = free;
        move(old.size() / 2, other);
        free = other;
        for (PacketSlot slot = old.poll(); slot != null; slot = old.poll()) {
            putBack(slot);
        }
    }

    private void move(int slots, SpmcAtomicArrayQueue<PacketSlot> to) {
        for (int i = 0; i < slots; i++) {
            PacketSlot slot = free.poll();
            if (slot == null) {
                return;
            }
            to.offer(slot);
        }
    }

    /** Twice what is wanted: a taker that is preempted halfway through then rarely holds up who gives back. */
    private static int roomFor(int slots) {
        return 2 * slots;
    }

    private static SpmcAtomicArrayQueue<PacketSlot> withRoomFor(int slots) {
        return new SpmcAtomicArrayQueue<>(roomFor(slots));
    }

    private void fill(SpmcAtomicArrayQueue<PacketSlot> queue, int slots) {
        for (int i = 0; i < slots; i++) {
            queue.offer(new PacketSlot());
            made++;
        }
    }

    /** How many slots there are to be taken. */
    int size() {
        return free.size();
    }
}
