package io.bwe.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the packets of a replay come from. Used by one thread. */
sealed interface PacketSource extends Closeable permits CapturePacketSource, PacketTraceReader {
    /**
     * Reads the next packet.
     *
     * @param packet takes it
     * @return whether there was one
     * @throws BadInputException if the file turns out to be unusable
     * @throws IOException if the file cannot be read
     */
    boolean next(ReplayPacket packet) throws BadInputException, IOException;

    /** Whether sequence numbers are those of the packets, so that losses can be told. */
    boolean hasSequenceNumbers();

    /** Why the packets ended before the file's proper end, or null. Known once {@link #next} has returned false. */
    @Nullable
    String damage();

    /** What was read, for the summary, such as "1,234 frames". */
    String extent();

    /** What was passed over or set right, a line each with its count. */
    List<String> skipped();
}
