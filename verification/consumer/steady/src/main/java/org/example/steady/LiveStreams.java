package org.example.steady;

import java.util.Arrays;
import java.util.Objects;

/** The streams that had a packet lately, in ascending order of SSRC, and the sequence number that each is to show. */
final class LiveStreams {
    private static final int SEQUENCE_MASK = 0xFFFF;

    private final long idleTimeoutNs;
    private long[] ssrcs = new long[4];
    private long[] lastPacketNs = new long[4];
    private int[] nextSequence = new int[4];
    private int count;

    LiveStreams(long idleTimeoutNs) {
        this.idleTimeoutNs = idleTimeoutNs;
    }

    int count() {
        return count;
    }

    long ssrc(int index) {
        return ssrcs[Objects.checkIndex(index, count)];
    }

    /** Takes a packet and says whether others before it have not come. One that comes late takes nothing back. */
    boolean hasGapBefore(long ssrc, int sequenceNumber, long nowNs) {
        int index = Arrays.binarySearch(ssrcs, 0, count, ssrc);
        if (index < 0) {
            index = -index - 1;
            makeRoom(index);
            ssrcs[index] = ssrc;
            nextSequence[index] = sequenceNumber;
        }
        lastPacketNs[index] = nowNs;
        // As a signed 16-bit number, so that 0 comes after 65535.
        short ahead = (short) (sequenceNumber - nextSequence[index]);
        if (ahead >= 0) {
            nextSequence[index] = sequenceNumber + 1 & SEQUENCE_MASK;
        }
        return ahead > 0;
    }

    void endIdle(long nowNs) {
        for (int i = count - 1; i >= 0; i--) {
            if (nowNs - lastPacketNs[i] > idleTimeoutNs) {
                removeAt(i);
            }
        }
    }

    void remove(long ssrc) {
        int index = Arrays.binarySearch(ssrcs, 0, count, ssrc);
        if (index >= 0) {
            removeAt(index);
        }
    }

    void clear() {
        count = 0;
    }

    private void makeRoom(int index) {
        if (count == ssrcs.length) {
            ssrcs = Arrays.copyOf(ssrcs, 2 * count);
            lastPacketNs = Arrays.copyOf(lastPacketNs, 2 * count);
            nextSequence = Arrays.copyOf(nextSequence, 2 * count);
        }
        move(index, index + 1, count - index);
        count++;
    }

    private void removeAt(int index) {
        count--;
        move(index + 1, index, count - index);
    }

    private void move(int from, int to, int length) {
        System.arraycopy(ssrcs, from, ssrcs, to, length);
        System.arraycopy(lastPacketNs, from, lastPacketNs, to, length);
        System.arraycopy(nextSequence, from, nextSequence, to, length);
    }
}
