package io.bwe.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Builds classic captures byte by byte. */
final class PcapBuilder {
    static final int ETHERNET = 1;

    private final ByteOrder order;
    private final boolean nanoseconds;
    private final int snapLength;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    PcapBuilder(ByteOrder order, boolean nanoseconds, int snapLength, int linkType) {
        this.order = order;
        this.nanoseconds = nanoseconds;
        this.snapLength = snapLength;
        ints(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
        ints(order == ByteOrder.BIG_ENDIAN ? 0x0002_0004 : 0x0004_0002, 0, 0, snapLength, linkType);
    }

    static PcapBuilder ethernet() {
        return new PcapBuilder(ByteOrder.LITTLE_ENDIAN, false, 262_144, ETHERNET);
    }

    PcapBuilder frame(long timestampNs, byte[] frame) {
        int captured = Math.min(frame.length, snapLength);
        record(timestampNs, captured, frame.length);
        file.writeBytes(Arrays.copyOf(frame, captured));
        return this;
    }

    /** A record header with these lengths and nothing behind it. */
    PcapBuilder record(long timestampNs, int captured, int original) {
        ints((int) (timestampNs / 1_000_000_000), (int) (timestampNs % 1_000_000_000) / (nanoseconds ? 1 : 1_000),
                captured, original);
        return this;
    }

    private void ints(int... values) {
        file.writeBytes(FrameBuilder.bytes32(order, values));
    }

    byte[] build() {
        return file.toByteArray();
    }
}
