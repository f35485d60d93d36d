package io.bwe.queue;

import java.util.Arrays;
import java.util.Objects;

/**
 * The streams that had a packet lately, in ascending order of their SSRCs. Grows when there are more than ever before and
 * allocates at no other time.
 */
final class LiveStreams {
    private static final int INITIAL_CAPACITY = 8;

    private final long timeoutNs;
    private long[] ssrcs = new long[INITIAL_CAPACITY];
    private long[] lastSeenNs = new long[INITIAL_CAPACITY];
    private int size;
    /** Where the last packet's stream was; streams tend to come in runs. */
    private int latest;
    /** No stream was last seen before. It is found anew only when a stream could have timed out by it. */
    private long oldestNs;

    /**
     * Creates an empty list.
     *
     * @param timeoutNs how long a stream may be silent, in nanoseconds
     */
    LiveStreams(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    /** A stream had a packet. */
    void touch(long ssrc, long nowNs) {
        if (latest >= size || ssrcs[latest] != ssrc) {
            int place = Arrays.binarySearch(ssrcs, 0, size, ssrc);
            latest = place >= 0 ? place : insert(-1 - place, ssrc, nowNs);
        }
        lastSeenNs[latest] = nowNs;
    }

    private int insert(int place, long ssrc, long nowNs) {
        if (size == ssrcs.length) {
            lastSeenNs = Arrays.copyOf(lastSeenNs, 2 * size);
            ssrcs = Arrays.copyOf(ssrcs, 2 * size);
        }
        System.arraycopy(ssrcs, place, ssrcs, place + 1, size - place);
        System.arraycopy(lastSeenNs, place, lastSeenNs, place + 1, size - place);
        ssrcs[place] = ssrc;
        oldestNs = size == 0 ? nowNs : oldestNs;
        size++;
        return place;
    }

    /** Removes the streams silent for strictly more than the time-out. */
    void expire(long nowNs) {
        if (size == 0 || nowNs - oldestNs <= timeoutNs) {
            return;
        }
        int kept = 0;
        oldestNs = nowNs;
        for (int i = 0; i < size; i++) {
            if (nowNs - lastSeenNs[i] <= timeoutNs) {
                oldestNs = Math.min(oldestNs, lastSeenNs[i]);
                ssrcs[kept] = ssrcs[i];
                lastSeenNs[kept] = lastSeenNs[i];
                kept++;
            }
        }
        size = kept;
    }

    /** Removes a stream, if it is there. */
    void remove(long ssrc) {
        int place = Arrays.binarySearch(ssrcs, 0, size, ssrc);
        if (place >= 0) {
            size--;
            System.arraycopy(ssrcs, place + 1, ssrcs, place, size - place);
            System.arraycopy(lastSeenNs, place + 1, lastSeenNs, place, size - place);
        }
    }

    /** Removes all streams. */
    void clear() {
        size = 0;
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
        return ssrcs[Objects.checkIndex(index, size)];
    }
}
