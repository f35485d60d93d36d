package io.bwe.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the classic capture format, in both byte orders, with time stamps in microseconds or nanoseconds. Follows
 * draft-ietf-opsawg-pcap. Used by one thread.
 */
final class PcapReader implements CaptureReader {
    private static final int MICROSECONDS_MAGIC = 0xa1b2c3d4;
    private static final int NANOSECONDS_MAGIC = 0xa1b23c4d;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    /** Bytes; libpcap's MAXIMUM_SNAPLEN. A record that claims more is a sign of damage. */
    static final long MAX_CAPTURED_BYTES = 262_144;
    /** The upper half of the header's last field has other uses (frame check sequence). */
    private static final int LINK_TYPE_MASK = 0xffff;

    private final InputBytes bytes;
    private final ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES);
    private final int linkType;
    private final int fractionNs;
    private @Nullable String damage;

    PcapReader(InputBytes bytes) throws BadInputException, IOException {
        this.bytes = bytes;
        if (bytes.readNBytes(header.array(), 0, FILE_HEADER_BYTES) < FILE_HEADER_BYTES) {
            throw new BadInputException("is cut in its first " + FILE_HEADER_BYTES + " bytes");
        }
        int magic = header.getInt(0);
        if (magic != MICROSECONDS_MAGIC && magic != NANOSECONDS_MAGIC) {
            header.order(ByteOrder.LITTLE_ENDIAN);
            magic = header.getInt(0);
        }
        if (magic != MICROSECONDS_MAGIC && magic != NANOSECONDS_MAGIC) {
            throw new BadInputException("is not a pcap file");
        }
        fractionNs = magic == NANOSECONDS_MAGIC ? 1 : 1_000;
        linkType = header.getInt(20) & LINK_TYPE_MASK;
    }

    /** Whether a file that begins with these four bytes, read as big-endian, is of this format. */
    static boolean isMagic(int magic) {
        int reversed = Integer.reverseBytes(magic);
        return magic == MICROSECONDS_MAGIC || magic == NANOSECONDS_MAGIC || reversed == MICROSECONDS_MAGIC
                || reversed == NANOSECONDS_MAGIC;
    }

    @Override
    public boolean next(CapturedFrame frame) throws IOException {
        if (damage != null) {
            return false;
        }
        long start = bytes.position();
        int headerBytes = bytes.readNBytes(header.array(), 0, RECORD_HEADER_BYTES);
        if (headerBytes < RECORD_HEADER_BYTES) {
            return headerBytes == 0 ? end(bytes.damage()) : end("is cut in a packet record at byte " + start);
        }
        long seconds = Integer.toUnsignedLong(header.getInt(0));
        long fraction = Integer.toUnsignedLong(header.getInt(4));
        long captured = Integer.toUnsignedLong(header.getInt(8));
        long original = Integer.toUnsignedLong(header.getInt(12));
        if (captured > MAX_CAPTURED_BYTES) {
            return end("is damaged at byte " + start + " (a record of " + captured + " bytes)");
        }
        int kept = (int) Math.min(captured, CapturedFrame.CAPACITY);
        if (bytes.readNBytes(frame.data().array(), 0, kept) < kept || !bytes.skipFully(captured - kept)) {
            return end("is cut in a packet record at byte " + start);
        }
        frame.set(linkType, kept, original, seconds * 1_000_000_000L + fraction * fractionNs);
        return true;
    }

    private boolean end(@Nullable String why) {
        damage = why;
        return false;
    }

    @Override
    public @Nullable String damage() {
        return damage;
    }
}
