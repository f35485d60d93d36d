package io.bwe.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked bytes of an input file, read once from front to back. A gzip stream that is cut or damaged reads as the
 * end of the data, so that what came before it can be used; {@link #damage()} tells. Used by one thread.
 */
final class InputBytes extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream bytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int limit;
    private long positionOfBuffer;
    private @Nullable String damage;

    /**
     * Starts at the front.
     *
     * @param file the bytes of the file, closed with this
     * @param gzip whether they are to be unpacked
     */
    InputBytes(InputStream file, boolean gzip) throws IOException {
        bytes = gzip ? new GZIPInputStream(file, BUFFER_BYTES) : file;
    }

    /** How many unpacked bytes have been read or skipped. */
    long position() {
        return positionOfBuffer + next;
    }

    /** What is wrong with the gzip stream, such as "is cut", or null. Known once the end has been met. */
    @Nullable
    String damage() {
        return damage;
    }

    @Override
    public int read() throws IOException {
        return next < limit || fill() ? buffer[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - next);
        System.arraycopy(buffer, next, target, offset, count);
        next += count;
        return count;
    }

    /** Skips bytes; returns whether there were that many. */
    boolean skipFully(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (next == limit && !fill()) {
                return false;
            }
            int step = (int) Math.min(left, limit - next);
            next += step;
            left -= step;
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (damage != null) {
            return false;
        }
        positionOfBuffer += limit;
        next = 0;
        limit = 0;
        try {
            limit = Math.max(0, bytes.read(buffer, 0, BUFFER_BYTES));
        } catch (EOFException e) {
            damage = "is cut (its gzip stream has no end)";
        } catch (ZipException e) {
            damage = "is damaged (gzip: " + e.getMessage() + ")";
        }
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
