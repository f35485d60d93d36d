package io.bwe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bwe.verification.fuzz.AllocationBound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file of any content, given to a reader, and what holds for all readers of files. Used by one thread. */
final class FuzzedFile {
    /** Longer messages are not one line on a terminal. */
    private static final int MAX_MESSAGE_CHARS = 500;
    /** One input in so many is read once more from a gzip stream. */
    private static final int COMPRESSED_SHARE = 8;

    /** Written anew for every input. */
    private static final Path PATH = create();

    /** Reads a file of one kind. */
    interface Reader {
        /**
         * Reads a file from front to back.
         *
         * @return a hash of all that was found
         */
        long read(InputFile file) throws BadInputException, IOException;
    }

    /**
     * A bound on what reading allocates.
     *
     * @param fixedBytes for any file
     * @param factor bytes for each byte of the unpacked file
     */
    record Bound(long fixedBytes, long factor) {
    }

    private FuzzedFile() {
    }

    private static Path create() {
        try {
            Path path = Files.createTempFile("fuzz", null);
            path.toFile().deleteOnExit();
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A progress line that is never shown. */
    static ProgressLine silent() {
        return new ProgressLine("replay", new PrintWriter(Writer.nullWriter()), false, () -> 0);
    }

    /**
     * Gives a file to a reader and checks that it is read or refused in one line, with the same result from a gzip
     * stream, and within the memory that its size allows.
     *
     * @param content of the file, packed or not
     * @param traces whether the reader reads packet traces; else it reads captures
     */
    static void check(byte[] content, boolean traces, Reader reader, Bound bound) {
        try {
            InputFile file = write(content);
            if (file == null || (file.kind() == InputFile.Kind.TRACE) != traces) {
                return;
            }
            AtomicReference<@Nullable Long> found = new AtomicReference<>();
            long unpackedBytes = file.compressed() ? unpackedBytes(file) : content.length;
            AllocationBound.check("reading " + unpackedBytes + " bytes of " + file.kind(),
                    bound.fixedBytes() + bound.factor() * unpackedBytes, () -> found.set(read(file, reader)));
            if (!file.compressed() && Math.floorMod(Arrays.hashCode(content), COMPRESSED_SHARE) == 0) {
                InputFile packed = write(pack(content));
                assertEquals(found.get(), packed == null ? null : read(packed, reader), "read from a gzip stream");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long unpackedBytes(InputFile file) throws IOException {
        try (InputBytes bytes = file.open(silent())) {
            bytes.skipFully(Long.MAX_VALUE);
            return bytes.position();
        }
    }

    private static byte[] pack(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    private static @Nullable InputFile write(byte[] content) throws IOException {
        // Not emptied first: some file systems write a file that was emptied through to the disk when it is closed.
        try (FileChannel channel = FileChannel.open(PATH, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(content));
            channel.truncate(content.length);
        }
        try {
            return InputFile.of(PATH);
        } catch (BadInputException e) {
            assertOneLine(e.getMessage());
            return null;
        }
    }

    private static @Nullable Long read(InputFile file, Reader reader) {
        try {
            return reader.read(file);
        } catch (BadInputException e) {
            assertOneLine(e.getMessage());
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That why a file was refused, or read in part only, can be printed as it is. */
    static void assertOneLine(@Nullable String message) {
        assertFalse(message == null || message.isBlank(), "a reason is given");
        assertFalse(message.endsWith("null"), () -> "a reason is given: " + message);
        assertTrue(message.length() <= MAX_MESSAGE_CHARS, () -> "a message of " + message.length() + " characters");
        assertTrue(message.chars().noneMatch(Character::isISOControl), () -> "a control character in: " + message);
    }
}
