package io.bwe.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a capture one by one, in bounded memory whatever the file says about lengths. Used by one thread.
 */
sealed interface CaptureReader permits PcapReader, PcapngReader {
    /**
     * Reads the next frame.
     *
     * @param frame takes it
     * @return whether there was one
     * @throws IOException if the file cannot be read; never because of what is in it
     */
    boolean next(CapturedFrame frame) throws IOException;

    /**
     * Why the frames ended before the file's proper end, said of the file ("is cut ..."), or null. Known once {@link
     * #next} has returned false.
     */
    @Nullable
    String damage();

    /**
     * The reader for a file's format.
     *
     * @param file a capture
     * @param bytes its content
     * @throws BadInputException if the file's header cannot be used
     */
    static CaptureReader of(InputFile file, InputBytes bytes) throws BadInputException, IOException {
        try {
            return file.kind() == InputFile.Kind.PCAP ? new PcapReader(bytes) : new PcapngReader(bytes);
        } catch (BadInputException e) {
            throw new BadInputException(file.path() + ": " + e.getMessage(), e);
        }
    }
}
