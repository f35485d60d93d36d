package io.bwe.remb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The kinds of buffer in which a packet may come. */
final class BufferShapes {
    private static final int LEAD = 5;
    private static final int TRAIL = 7;

    private BufferShapes() {
    }

    /** The same bytes between position and limit of each kind of buffer. */
    static List<ByteBuffer> of(ByteBuffer packet) {
        byte[] bytes = bytes(packet);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return List.of(ByteBuffer.wrap(bytes), direct, ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                direct.asReadOnlyBuffer(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN),
                direct.duplicate().order(ByteOrder.LITTLE_ENDIAN), inside(ByteBuffer.allocate(size(bytes)), bytes),
                inside(ByteBuffer.allocateDirect(size(bytes)), bytes).order(ByteOrder.LITTLE_ENDIAN),
                inside(ByteBuffer.allocate(size(bytes)), bytes).slice());
    }

    /** Random bytes between position and limit of a buffer of a random kind. */
    static ByteBuffer random(Random random, byte[] bytes) {
        ByteBuffer whole = random.nextBoolean()
                ? ByteBuffer.allocate(size(bytes))
                : ByteBuffer.allocateDirect(size(bytes));
        ByteBuffer buffer = inside(whole, bytes);
        buffer = random.nextBoolean() ? buffer : buffer.slice();
        buffer = random.nextBoolean() ? buffer : buffer.asReadOnlyBuffer();
        return buffer.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** Runs a reader and checks that it left the buffer as it was. */
    static void assertUntouched(ByteBuffer buffer, Consumer<ByteBuffer> reader) {
        int position = buffer.position();
        int limit = buffer.limit();
        ByteOrder order = buffer.order();
        byte[] content = bytes(buffer.duplicate().clear());
        reader.accept(buffer);
        assertThat(buffer.position()).isEqualTo(position);
        assertThat(buffer.limit()).isEqualTo(limit);
        assertThat(buffer.order()).isEqualTo(order);
        assertThat(bytes(buffer.duplicate().clear())).isEqualTo(content);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static int size(byte[] bytes) {
        return LEAD + bytes.length + TRAIL;
    }

    private static ByteBuffer inside(ByteBuffer whole, byte[] bytes) {
        return whole.put(LEAD, bytes).position(LEAD).limit(LEAD + bytes.length);
    }
}
