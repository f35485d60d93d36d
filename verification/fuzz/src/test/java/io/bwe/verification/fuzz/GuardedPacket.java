package io.bwe.verification.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A packet between position and limit of a buffer, and what the buffer was like before a parser got it. The bytes
 * around the packet differ from kind to kind, so that a parser which reads them gives different results. Used by one
 * thread.
 */
public final class GuardedPacket {
    /** Odd, so that no field is aligned. */
    private static final int LEAD_BYTES = 5;
    private static final int TRAIL_BYTES = 7;

    /** Reused, since a direct buffer costs more than all the rest of a run. */
    private static ByteBuffer directMemory = ByteBuffer.allocateDirect(1 << 14);

    private final ByteBuffer buffer;
    private final ByteBuffer before;
    private final int position;
    private final int limit;
    private final ByteOrder order;

    private GuardedPacket(ByteBuffer buffer) {
        this.buffer = buffer;
        ByteBuffer whole = buffer.duplicate().clear();
        before = ByteBuffer.allocate(whole.remaining()).put(whole).flip();
        position = buffer.position();
        limit = buffer.limit();
        order = buffer.order();
    }

    /**
     * The kinds of buffer in which a packet may come. Valid until the next call.
     *
     * @param packet its bytes
     * @return heap and direct, read-only, in both byte orders, whole, amid other bytes and sliced from them
     */
    public static List<GuardedPacket> kindsOf(byte[] packet) {
        int guardedBytes = LEAD_BYTES + packet.length + TRAIL_BYTES;
        if (directMemory.capacity() < 3 * guardedBytes) {
            directMemory = ByteBuffer.allocateDirect(3 * guardedBytes);
        }
        ByteBuffer direct = directMemory.slice(0, packet.length).put(packet).flip();
        ByteBuffer directAmid = amid(directMemory.slice(guardedBytes, guardedBytes), packet, (byte) 0xFF);
        ByteBuffer directSliced = amid(directMemory.slice(2 * guardedBytes, guardedBytes), packet, (byte) 0x90);
        return List.of(new GuardedPacket(ByteBuffer.wrap(packet.clone())), new GuardedPacket(direct),
                new GuardedPacket(amid(ByteBuffer.allocate(guardedBytes), packet, (byte) 0x80).asReadOnlyBuffer()),
                new GuardedPacket(directAmid.order(ByteOrder.LITTLE_ENDIAN)),
                new GuardedPacket(amid(ByteBuffer.allocate(guardedBytes), packet, (byte) 0x01).slice()
                        .order(ByteOrder.LITTLE_ENDIAN)),
                new GuardedPacket(directSliced.slice().asReadOnlyBuffer()));
    }

    private static ByteBuffer amid(ByteBuffer whole, byte[] packet, byte guard) {
        byte[] guards = new byte[whole.capacity()];
        Arrays.fill(guards, guard);
        return whole.put(0, guards).put(LEAD_BYTES, packet).position(LEAD_BYTES).limit(LEAD_BYTES + packet.length);
    }

    /**
     * The buffer.
     *
     * @return the packet between position and limit, always the same object
     */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Checks that position, limit, order and all bytes are what they were. */
    public void assertUntouched() {
        assertEquals(position, buffer.position(), "position");
        assertEquals(limit, buffer.limit(), "limit");
        assertEquals(order, buffer.order(), "order");
        assertEquals(-1, buffer.duplicate().clear().mismatch(before), "index of the first byte that changed");
    }

    @Override
    public String toString() {
        return (buffer.isDirect() ? "direct " : "heap ") + (buffer.isReadOnly() ? "read-only " : "") + order + " "
                + buffer;
    }
}
