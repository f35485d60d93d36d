package io.bwe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The kinds of buffer in which a packet may come, and a check that one was left as it was. */
final class BufferKinds {
    private static final int LEAD = 5;
    private static final int TRAIL = 7;

    private BufferKinds() {
    }

    /** The same bytes between position and limit of each kind of buffer. */
    static List<ByteBuffer> of(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return List.of(ByteBuffer.wrap(bytes), direct, ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                direct.asReadOnlyBuffer(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN),
                direct.duplicate().order(ByteOrder.LITTLE_ENDIAN), amid(ByteBuffer.allocate(size(bytes)), bytes),
                amid(ByteBuffer.allocateDirect(size(bytes)), bytes).order(ByteOrder.LITTLE_ENDIAN),
                amid(ByteBuffer.allocate(size(bytes)), bytes).slice(),
                amid(ByteBuffer.allocateDirect(size(bytes)), bytes).slice().asReadOnlyBuffer());
    }

    private static int size(byte[] bytes) {
        return LEAD + bytes.length + TRAIL;
    }

    private static ByteBuffer amid(ByteBuffer whole, byte[] bytes) {
        return whole.put(LEAD, bytes).position(LEAD).limit(LEAD + bytes.length);
    }

    /** What is between position and limit. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** How bytes differ, or null if they do not. */
    static @Nullable String difference(byte[] expected, byte[] actual) {
        return Arrays.equals(expected, actual)
                ? null
                : "expected " + HexFormat.of().formatHex(expected) + " and got " + HexFormat.of().formatHex(actual);
    }

    /**
     * Hands a buffer on, and checks that it is the same before, where it arrives, and after.
     *
     * @param buffer the buffer
     * @param arrivals takes the check to be made where it arrives
     * @param through hands the buffer on
     */
    static void assertUntouched(ByteBuffer buffer, Consumer<Consumer<ByteBuffer>> arrivals,
            Consumer<ByteBuffer> through) {
        String kind = (buffer.isDirect() ? "direct " : "heap ") + (buffer.isReadOnly() ? "read-only " : "")
                + buffer.order() + " " + buffer;
        int position = buffer.position();
        int limit = buffer.limit();
        ByteOrder order = buffer.order();
        byte[] between = bytes(buffer);
        byte[] whole = bytes(buffer.duplicate().clear());
        arrivals.accept(arrived -> {
            assertNull(difference(between, bytes(arrived)), () -> "content passed on, " + kind);
            assertEquals(order, arrived.order(), () -> "order passed on, " + kind);
        });
        through.accept(buffer);
        assertEquals(position, buffer.position(), () -> "position afterwards, " + kind);
        assertEquals(limit, buffer.limit(), () -> "limit afterwards, " + kind);
        assertEquals(order, buffer.order(), () -> "order afterwards, " + kind);
        assertNull(difference(whole, bytes(buffer.duplicate().clear())), () -> "content afterwards, " + kind);
    }
}
