package io.bwe.cli;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * A file to replay. What it is, is told by its first bytes, never by its name. It can be read several times.
 */
final class InputFile {
    /** What a file holds. */
    enum Kind {
        PCAP("pcap"), PCAPNG("pcapng"), TRACE("packet trace");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** First two bytes of gzip, RFC 1952. */
    private static final int GZIP_MAGIC = 0x1f8b;
    /** A packet trace begins with a line of column names, this one among them. */
    private static final String TRACE_COLUMN = PacketTraceReader.ARRIVAL;
    private static final int PEEK_BYTES = 1024;

    private final Path path;
    private final boolean gzip;
    private final Kind kind;
    private final long size;

    private InputFile(Path path, boolean gzip, Kind kind, long size) {
        this.path = path;
        this.gzip = gzip;
        this.kind = kind;
        this.size = size;
    }

    /**
     * Finds out what a file is.
     *
     * @throws BadInputException if it cannot be read or is nothing that can be replayed
     */
    static InputFile of(Path path) throws BadInputException {
        if (!Files.exists(path)) {
            throw new BadInputException(path + ": no such file");
        }
        if (Files.isDirectory(path)) {
            throw new BadInputException(path + ": is a folder");
        }
        if (!Files.isRegularFile(path)) {
            throw new BadInputException(path + ": is not a regular file; it is read twice, so a pipe will not do");
        }
        try {
            long size = Files.size(path);
            byte[] start = peek(path, false);
            boolean gzip = start.length >= 2 && ByteBuffer.wrap(start).getChar(0) == GZIP_MAGIC;
            byte[] content = gzip ? peek(path, true) : start;
            if (content.length == 0) {
                throw new BadInputException(path + ": is empty");
            }
            return new InputFile(path, gzip, kindOf(path, content), size);
        } catch (EOFException e) {
            throw new BadInputException(path + ": begins like gzip but is cut", e);
        } catch (ZipException e) {
            throw new BadInputException(path + ": begins like gzip but is none (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw cannotRead(path, e);
        }
    }

    private static byte[] peek(Path path, boolean unpack) throws IOException {
        try (FileInputStream file = new FileInputStream(path.toFile());
                InputBytes bytes = new InputBytes(file, unpack)) {
            return bytes.readNBytes(PEEK_BYTES);
        }
    }

    private static Kind kindOf(Path path, byte[] content) throws BadInputException {
        if (content.length >= Integer.BYTES) {
            int magic = ByteBuffer.wrap(content).getInt(0);
            if (PcapReader.isMagic(magic)) {
                return Kind.PCAP;
            }
            if (magic == PcapngReader.SECTION_HEADER) {
                return Kind.PCAPNG;
            }
        }
        String firstLine = new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (firstLine.contains(TRACE_COLUMN)) {
            return Kind.TRACE;
        }
        throw new BadInputException(
                path + ": is neither a capture (pcap, pcapng) nor a packet trace (CSV with a column "
                        + TRACE_COLUMN + ")");
    }

    /** Words an error of the operating system as one line. */
    static BadInputException cannotRead(Path path, IOException e) {
        String reason = e.getMessage();
        return new BadInputException(
                reason != null && reason.contains(path.toString()) ? reason : path + ": cannot be read: " + reason, e);
    }

    Path path() {
        return path;
    }

    Kind kind() {
        return kind;
    }

    boolean compressed() {
        return gzip;
    }

    /** The size on disk in bytes. */
    long size() {
        return size;
    }

    /**
     * Reads it from the front.
     *
     * @param progress is told how much of the file on disk has been read
     */
    InputBytes open(ProgressLine progress) throws IOException {
        FileInputStream file = new FileInputStream(path.toFile());
        try {
            return new InputBytes(progress.watch(file), gzip);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
