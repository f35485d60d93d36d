package io.bwe.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pcapng, in both byte orders, with any number of sections and interfaces. Blocks without packets are passed
 * over. Follows draft-ietf-opsawg-pcapng. Used by one thread.
 */
final class PcapngReader implements CaptureReader {
    /** The block that begins a file and every section; reads the same in both byte orders. */
    static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    /** The obsolete packet block, still met in old files. */
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int MAJOR_VERSION = 1;
    private static final int OPTION_END = 0;
    private static final int OPTION_TIMESTAMP_RESOLUTION = 9;
    private static final int OPTION_TIMESTAMP_OFFSET = 14;

    /** Type and total length in front, total length again behind. */
    private static final int BLOCK_FRAMING_BYTES = 12;
    private static final int PACKET_HEADER_BYTES = 20;
    /** Bytes of an interface's options that are looked at. */
    private static final int MAX_OPTION_BYTES = 1 << 14;
    /** Interfaces of one section; more are not kept, and their packets have no link type. */
    private static final int MAX_INTERFACES = 4_096;
    /** Of packets that name an interface which is not described. */
    private static final Interface UNKNOWN = new Interface(CapturedFrame.NO_LINK_TYPE, 0, CaptureTimestamps.DEFAULT);

    private record Interface(int linkType, long snapLength, CaptureTimestamps timestamps) {
    }

    private final InputBytes bytes;
    private final ByteBuffer fields = ByteBuffer.allocate(MAX_OPTION_BYTES);
    private final List<Interface> interfaces = new ArrayList<>();
    private @Nullable String damage;

    PcapngReader(InputBytes bytes) throws BadInputException, IOException {
        this.bytes = bytes;
        if (!read(Long.BYTES) || fields.getInt(0) != SECTION_HEADER) {
            throw new BadInputException("is cut in its first block");
        }
        if (!beginSection(0)) {
            throw new BadInputException(damage == null ? "is not a pcapng file" : damage);
        }
    }

    @Override
    public boolean next(CapturedFrame frame) throws IOException {
        while (damage == null) {
            long start = bytes.position();
            int headerBytes = bytes.readNBytes(fields.array(), 0, Long.BYTES);
            if (headerBytes < Long.BYTES) {
                return headerBytes == 0 ? end(bytes.damage()) : cut(start);
            }
            int type = fields.getInt(0);
            if (type == SECTION_HEADER) {
                beginSection(start);
                continue;
            }
            long totalLength = Integer.toUnsignedLong(fields.getInt(4));
            if (totalLength < BLOCK_FRAMING_BYTES || totalLength % 4 != 0) {
                return end("is damaged at byte " + start + " (a block of " + totalLength + " bytes)");
            }
            long body = totalLength - BLOCK_FRAMING_BYTES;
            boolean filled = switch (type) {
                case INTERFACE_DESCRIPTION -> describeInterface(start, body);
                case ENHANCED_PACKET -> readPacket(start, body, frame, false);
                case PACKET -> readPacket(start, body, frame, true);
                case SIMPLE_PACKET -> readSimplePacket(start, body, frame);
                default -> false;
            };
            if (damage == null && finishBlock(start, totalLength) && filled) {
                return true;
            }
        }
        return false;
    }

    /** Reads a section header after its type and length, and with it the byte order of what follows. */
    private boolean beginSection(long start) throws IOException {
        // The length comes before the field that tells its byte order.
        byte[] lengthBytes = new byte[Integer.BYTES];
        fields.get(4, lengthBytes);
        if (!read(Long.BYTES)) {
            return cut(start);
        }
        fields.order(ByteOrder.BIG_ENDIAN);
        if (fields.getInt(0) != BYTE_ORDER_MAGIC) {
            fields.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (fields.getInt(0) != BYTE_ORDER_MAGIC) {
            return end("is damaged at byte " + start + " (a section header without byte order)");
        }
        int majorVersion = fields.getShort(4);
        if (majorVersion != MAJOR_VERSION) {
            return end("has version " + majorVersion + " of pcapng at byte " + start + "; only version 1 is known");
        }
        long totalLength = Integer.toUnsignedLong(ByteBuffer.wrap(lengthBytes).order(fields.order()).getInt());
        // Magic, version and section length are there at least.
        if (totalLength < BLOCK_FRAMING_BYTES + 2 * Long.BYTES || totalLength % 4 != 0) {
            return end("is damaged at byte " + start + " (a section header of " + totalLength + " bytes)");
        }
        interfaces.clear();
        return finishBlock(start, totalLength);
    }

    private boolean describeInterface(long start, long body) throws IOException {
        if (body < Long.BYTES) {
            return end("is damaged at byte " + start + " (an interface description of " + body + " bytes)");
        }
        int kept = (int) Math.min(body, MAX_OPTION_BYTES);
        if (!read(kept)) {
            return cut(start);
        }
        int linkType = Short.toUnsignedInt(fields.getShort(0));
        long snapLength = Integer.toUnsignedLong(fields.getInt(4));
        int resolution = CaptureTimestamps.DEFAULT.resolution();
        long offsetSeconds = CaptureTimestamps.DEFAULT.offsetSeconds();
        for (int at = Long.BYTES; at + Integer.BYTES <= kept;) {
            int code = Short.toUnsignedInt(fields.getShort(at));
            int length = Short.toUnsignedInt(fields.getShort(at + 2));
            int value = at + Integer.BYTES;
            if (code == OPTION_END || value + length > kept) {
                break;
            }
            if (code == OPTION_TIMESTAMP_RESOLUTION && length == 1) {
                resolution = Byte.toUnsignedInt(fields.get(value));
            } else if (code == OPTION_TIMESTAMP_OFFSET && length == Long.BYTES) {
                offsetSeconds = fields.getLong(value);
            }
            at = value + (length + 3 & ~3);
        }
        if (interfaces.size() < MAX_INTERFACES) {
            interfaces.add(new Interface(linkType, snapLength, new CaptureTimestamps(resolution, offsetSeconds)));
        }
        return false;
    }

    private boolean readPacket(long start, long body, CapturedFrame frame, boolean obsolete) throws IOException {
        if (body < PACKET_HEADER_BYTES) {
            return end("is damaged at byte " + start + " (a packet block of " + body + " bytes)");
        }
        if (!read(PACKET_HEADER_BYTES)) {
            return cut(start);
        }
        long interfaceId = obsolete
                ? Short.toUnsignedLong(fields.getShort(0))
                : Integer.toUnsignedLong(fields.getInt(0));
        long timestamp = Integer.toUnsignedLong(fields.getInt(4)) << 32 | Integer.toUnsignedLong(fields.getInt(8));
        long captured = Integer.toUnsignedLong(fields.getInt(12));
        long original = Integer.toUnsignedLong(fields.getInt(16));
        if (captured > body - PACKET_HEADER_BYTES) {
            return end("is damaged at byte " + start + " (a packet longer than its block)");
        }
        Interface source = interfaceId < interfaces.size() ? interfaces.get((int) interfaceId) : UNKNOWN;
        return readData(start, captured, original, source, source.timestamps.toNanoseconds(timestamp), frame);
    }

    private boolean readSimplePacket(long start, long body, CapturedFrame frame) throws IOException {
        if (body < Integer.BYTES) {
            return end("is damaged at byte " + start + " (a packet block of " + body + " bytes)");
        }
        if (!read(Integer.BYTES)) {
            return cut(start);
        }
        Interface source = interfaces.isEmpty() ? UNKNOWN : interfaces.get(0);
        long original = Integer.toUnsignedLong(fields.getInt(0));
        // The captured length is not stored: it is the original one, cut by the interface's snap length (0: never).
        long captured = Math.min(Math.min(original, source.snapLength == 0 ? Long.MAX_VALUE : source.snapLength),
                body - Integer.BYTES);
        return readData(start, captured, original, source, CapturedFrame.NO_TIMESTAMP, frame);
    }

    private boolean readData(long start, long captured, long original, Interface source, long timestampNs,
            CapturedFrame frame) throws IOException {
        int kept = (int) Math.min(captured, CapturedFrame.CAPACITY);
        if (bytes.readNBytes(frame.data().array(), 0, kept) < kept) {
            return cut(start);
        }
        frame.set(source.linkType, kept, original, timestampNs);
        return true;
    }

    /** Passes over what is left of a block and checks that it ends where its header says. */
    private boolean finishBlock(long start, long totalLength) throws IOException {
        long left = start + totalLength - Integer.BYTES - bytes.position();
        if (!bytes.skipFully(left) || !read(Integer.BYTES)) {
            return cut(start);
        }
        long trailer = Integer.toUnsignedLong(fields.getInt(0));
        return trailer == totalLength || end("is damaged at byte " + start + " (a block's two lengths differ)");
    }

    private boolean read(int count) throws IOException {
        return bytes.readNBytes(fields.array(), 0, count) == count;
    }

    private boolean cut(long start) {
        return end("is cut in the block at byte " + start);
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
