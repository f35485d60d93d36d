package io.bwe.remb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the packets of all streams into the order of their arrival, and the events between them.
 *
 * <p>A packet is released when nothing that belongs before it can still come. Every stream says up to when it has
 * handed on all that was offered; the lowest of these times, less the producer margin (what an RTP thread may take from
 * stamping a packet to offering it), is the <em>watermark</em>. Packets stamped up to the watermark go out in order of
 * arrival. A stream whose task is slow delays the others, at most by {@code maxMergeDelay}; after that it is passed
 * over.
 *
 * <p>Two times are involved and never compared with each other: the stamp on the interceptor's clock decides
 * <em>when</em> a packet may go, the arrival time decides <em>in what order</em>.
 *
 * <p>Sans-IO: no thread, no clock. Used by the transport task only.
 */
final class ArrivalMerge {
    /** Takes what was put in order. */
    interface Sink {
        /** The next packet in order of arrival. */
        void packet(RemoteStream stream, PacketSlot packet);

        /** An event, after every packet stamped before it; once more if it threw. */
        void event(TransportEvent event);
    }

    private final long producerMarginNs;
    private final long maxMergeDelayNs;
    private final Sink sink;

    private final List<RemoteStream> streams = new ArrayList<>();
    /** Events in the order of their stamps; few, mostly none. */
    private final List<TransportEvent> events = new ArrayList<>();
    /** Binary heap of the streams that have packets, by their first packet. */
    private RemoteStream[] heap = new RemoteStream[16];
    private PacketSlot[] heads = new PacketSlot[16];
    private int heapSize;

    ArrivalMerge(long producerMarginNs, long maxMergeDelayNs, Sink sink) {
        this.producerMarginNs = producerMarginNs;
        this.maxMergeDelayNs = maxMergeDelayNs;
        this.sink = sink;
    }

    void add(RemoteStream stream) {
        // The room first, so that without memory for it all stays as it is.
        if (streams.size() == heap.length) {
            PacketSlot[] moreHeads = Arrays.copyOf(heads, 2 * heads.length);
            heap = Arrays.copyOf(heap, 2 * heap.length);
            heads = moreHeads;
        }
        streams.add(stream);
    }

    void remove(RemoteStream stream) {
        streams.remove(stream);
    }

    List<RemoteStream> streams() {
        return streams;
    }

    void addEvent(TransportEvent event) {
        int at = events.size();
        while (at > 0 && events.get(at - 1).nowNs() - event.nowNs() > 0) {
            at--;
        }
        events.add(at, event);
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    /**
     * Up to which stamp everything is here.
     *
     * @param nowNs the time, read before whatever was added for this call
     */
    long watermarkNs(long nowNs) {
        long lowest = nowNs;
        for (int i = 0; i < streams.size(); i++) {
            lowest = Math.min(lowest, streams.get(i).watermarkNs(nowNs, maxMergeDelayNs));
        }
        return lowest - producerMarginNs;
    }

    /** Whether no stream holds the watermark back. */
    boolean isComplete(long nowNs) {
        return watermarkNs(nowNs) == nowNs - producerMarginNs;
    }

    /**
     * Hands on what is stamped up to the watermark.
     *
     * @return the time up to which everything has been handed on: the watermark, unless an earlier packet has to wait
     *        for one that arrived before it
     */
    long release(long watermarkNs) {
        buildHeap();
        try {
            while (heapSize > 0 && heads[0].nowNs <= watermarkNs) {
                releaseAt(0);
            }
            releaseOverdue(watermarkNs);
            applyEvents(watermarkNs);
            long handedOn = watermarkNs;
            for (int i = 0; i < heapSize; i++) {
                handedOn = Math.min(handedOn, heads[i].nowNs - 1);
            }
            return handedOn;
        } finally {
            clearHeap();
        }
    }

    /** Hands on everything, because nothing more will come. */
    void releaseAll() {
        release(Long.MAX_VALUE - 1);
    }

    /**
     * A packet whose arrival time is far ahead of the other streams' would wait for them for ever: their packets keep
     * coming first.
     */
    private void releaseOverdue(long watermarkNs) {
        for (int i = 0; i < heapSize;) {
            if (heads[i].nowNs - (watermarkNs - maxMergeDelayNs) < 0) {
                releaseAt(i);
                i = 0;
            } else {
                i++;
            }
        }
    }

    private void releaseAt(int index) {
        RemoteStream stream = heap[index];
        PacketSlot packet = heads[index];
        if (!events.isEmpty()) {
            applyEvents(packet.nowNs);
        }
        stream.poll();
        sink.packet(stream, packet);
        PacketSlot next = stream.peek();
        if (next != null) {
            heads[index] = next;
        } else {
            heapSize--;
            heap[index] = heap[heapSize];
            heads[index] = heads[heapSize];
            heap[heapSize] = null;
            heads[heapSize] = null;
        }
        if (index < heapSize) {
            siftDown(index);
            siftUp(index);
        }
    }

    /** Applies, in order, the events stamped up to a time, as far as nothing stamped before them still waits. */
    private void applyEvents(long upToNs) {
        while (!events.isEmpty()) {
            TransportEvent event = events.get(0);
            if (event.nowNs() > upToNs || packetWaitsBefore(event)) {
                return;
            }
            // Removed afterwards: an event that could not take effect takes effect at the next attempt.
            sink.event(event);
            events.remove(0);
        }
    }

    private boolean packetWaitsBefore(TransportEvent event) {
        for (int i = 0; i < heapSize; i++) {
            if (heads[i].nowNs < event.nowNs()) {
                return true;
            }
        }
        // A stream's own packets come before its end also when their stamps are equal.
        return event instanceof TransportEvent.StreamEnded(RemoteStream stream, long nowNs)
                && stream.peek() instanceof PacketSlot last && last.nowNs <= nowNs;
    }

    private void buildHeap() {
        heapSize = 0;
        for (int i = 0; i < streams.size(); i++) {
            RemoteStream stream = streams.get(i);
            // An intake may get packets at any moment; they wait there until they are sorted into their streams.
            PacketSlot head = stream.isIntake() ? null : stream.peek();
            if (head != null) {
                heap[heapSize] = stream;
                heads[heapSize] = head;
                heapSize++;
                siftUp(heapSize - 1);
            }
        }
    }

    /** Keeps no stream alive that ends before the heap is full again. */
    private void clearHeap() {
        Arrays.fill(heap, 0, heapSize, null);
        Arrays.fill(heads, 0, heapSize, null);
        heapSize = 0;
    }

    private void siftUp(int from) {
        int child = from;
        while (child > 0) {
            int parent = child - 1 >>> 1;
            if (!heads[child].isBefore(heads[parent])) {
                return;
            }
            swap(child, parent);
            child = parent;
        }
    }

    private void siftDown(int from) {
        int parent = from;
        for (;;) {
            int child = 2 * parent + 1;
            if (child >= heapSize) {
                return;
            }
            if (child + 1 < heapSize && heads[child + 1].isBefore(heads[child])) {
                child++;
            }
            if (!heads[child].isBefore(heads[parent])) {
                return;
            }
            swap(child, parent);
            parent = child;
        }
    }

    private void swap(int a, int b) {
        RemoteStream stream = heap[a];
        heap[a] = heap[b];
        heap[b] = stream;
        PacketSlot head = heads[a];
        heads[a] = heads[b];
        heads[b] = head;
    }
}
