package io.bwe.remb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Absolute access to a buffer in network byte order, whatever order the buffer itself is set to.
 *
 * <p>Goes through view handles and not through the buffer's own methods: those depend on the buffer's order, which a
 * reader may not change, and where heap, direct and read-only buffers meet at one call site they are virtual calls.
 *
 * <p>No state; may be called from any thread. An index outside the buffer's limit throws
 * {@link IndexOutOfBoundsException}, so callers check their bounds first.
 */
final class NetworkOrder {
    private static final VarHandle SHORT = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private NetworkOrder() {
    }

    static int unsignedByte(ByteBuffer buffer, int index) {
        return buffer.get(index) & 0xFF;
    }

    static int unsignedShort(ByteBuffer buffer, int index) {
        return (short) SHORT.get(buffer, index) & 0xFFFF;
    }

    static int signedInt(ByteBuffer buffer, int index) {
        return (int) INT.get(buffer, index);
    }

    static long unsignedInt(ByteBuffer buffer, int index) {
        return (int) INT.get(buffer, index) & 0xFFFF_FFFFL;
    }

    static long signedLong(ByteBuffer buffer, int index) {
        return (long) LONG.get(buffer, index);
    }

    static void putInt(ByteBuffer buffer, int index, int value) {
        INT.set(buffer, index, value);
    }
}
