package io.bwe.cli;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UDP datagram inside a captured frame; a recycled slot that a {@link UdpExtractor} fills. Used by one thread. */
final class Datagram {
    private @Nullable ByteBuffer data;
    private @Nullable Flow flow;
    private int offset;
    private int available;
    private int wireLength;

    /** The frame's bytes. */
    ByteBuffer data() {
        return Objects.requireNonNull(data);
    }

    Flow flow() {
        return Objects.requireNonNull(flow);
    }

    /** Where the UDP payload begins. */
    int offset() {
        return offset;
    }

    /** How many bytes of the UDP payload were captured. */
    int available() {
        return available;
    }

    /** How many bytes of UDP payload there were on the wire. */
    int wireLength() {
        return wireLength;
    }

    void set(ByteBuffer data, Flow flow, int offset, int available, int wireLength) {
        this.data = data;
        this.flow = flow;
        this.offset = offset;
        this.available = available;
        this.wireLength = wireLength;
    }
}
