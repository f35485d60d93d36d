package io.bwe.cli;

import io.bwe.api.NanoClock;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line on a terminal that says how far a long run is. It shows after a second and goes away at the end.
 *
 * <p>Written here rather than taken from a library: the usual one needs modules without descriptors, which a linked
 * run-time image cannot hold, and native code to ask for the width of the terminal. Used by one thread.
 */
final class ProgressLine {
    /** Runs shorter than this show nothing. */
    private static final long DELAY_NS = 1_000_000_000L;
    private static final long INTERVAL_NS = 100_000_000L;
    private static final int BAR_CHARS = 40;

    private final String command;
    private final PrintWriter terminal;
    private final boolean enabled;
    private final NanoClock clock;
    private long total;
    private long done;
    private long nextNs;
    private boolean shown;

    /**
     * Creates a line that is not shown yet.
     *
     * @param command what runs
     * @param terminal where it shows
     * @param enabled whether that is a terminal; if not, nothing is ever written
     * @param clock decides when to show
     */
    ProgressLine(String command, PrintWriter terminal, boolean enabled, NanoClock clock) {
        this.command = command;
        this.terminal = terminal;
        this.enabled = enabled;
        this.clock = clock;
    }

    /** The run begins; so many bytes will be read, or other steps taken, in all. */
    void start(long total) {
        this.total = Math.max(1, total);
        nextNs = clock.nanoTime() + DELAY_NS;
    }

    /** Returns the same bytes, counted as they are read. */
    InputStream watch(InputStream bytes) {
        return new FilterInputStream(bytes) {
            @Override
            public int read() throws IOException {
                int value = super.read();
                advance(value < 0 ? 0 : 1);
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                advance(Math.max(0, count));
                return count;
            }
        };
    }

    /** So many steps more are done. */
    void advance(int steps) {
        done += steps;
        if (!enabled) {
            return;
        }
        long nowNs = clock.nanoTime();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            shown = true;
            int percent = (int) Math.min(100, done * 100 / total);
            int filled = percent * BAR_CHARS / 100;
            terminal.print(String.format(Locale.ROOT, "\r%s [%s%s] %3d %%", command, "=".repeat(filled),
                    " ".repeat(BAR_CHARS - filled), percent));
            terminal.flush();
        }
    }

    /** Takes the line away, so that something else can be written. */
    void clear() {
        if (shown) {
            terminal.print("\r" + " ".repeat(command.length() + BAR_CHARS + 10) + "\r");
            terminal.flush();
            shown = false;
        }
    }
}
