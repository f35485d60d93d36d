package io.bwe.cli;

import java.nio.ByteBuffer;

/** One frame of a capture; a recycled slot that a {@link CaptureReader} fills. Used by one thread. */
final class CapturedFrame {
    /** No IP packet is longer than 65,535 bytes; the rest is for link headers. More of a frame is never needed. */
    static final int CAPACITY = 65_535 + 257;
    /** The time of a frame that was recorded without one. */
    static final long NO_TIMESTAMP = -1;

    /** The link type of a frame from an interface that the capture does not describe. */
    static final int NO_LINK_TYPE = -1;

    private final ByteBuffer data = ByteBuffer.allocate(CAPACITY);
    private int linkType;
    private long originalLength;
    private long timestampNs;

    /** The captured bytes from 0 to the limit, big-endian. */
    ByteBuffer data() {
        return data;
    }

    /** What the frame begins with, a number from tcpdump.org's list of link types, or {@link #NO_LINK_TYPE}. */
    int linkType() {
        return linkType;
    }

    /** How long the frame was on the wire, in bytes; more than was captured if a snap length cut it. */
    long originalLength() {
        return originalLength;
    }

    /** When it was captured, in nanoseconds since 1970, or {@link #NO_TIMESTAMP}. */
    long timestampNs() {
        return timestampNs;
    }

    /** Takes over a frame whose captured bytes are in {@link #data()}'s array already. */
    void set(int linkType, int capturedLength, long originalLength, long timestampNs) {
        data.clear().limit(capturedLength);
        this.linkType = linkType;
        this.originalLength = originalLength;
        this.timestampNs = timestampNs;
    }
}
