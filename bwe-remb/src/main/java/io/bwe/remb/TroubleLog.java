package io.bwe.remb;

import io.bwe.api.NanoClock;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes each kind of trouble to the log at most once a minute, because the same trouble tends to come back with every
 * packet. The counters tell how often it came. May be used from any thread.
 */
final class TroubleLog {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.remb");
    private static final long QUIET_NS = 60_000_000_000L;

    private final NanoClock clock;
    private final ConcurrentHashMap<String, Long> lastReportNs = new ConcurrentHashMap<>();

    TroubleLog(NanoClock clock) {
        this.clock = clock;
    }

    /**
     * Something went wrong. Never throws: a clock or a log that fails, a throwable that cannot be printed, or want of
     * memory must not be the end of the task that reports it.
     */
    void report(String what, @Nullable Throwable thrown) {
        try {
            if (isDue(what)) {
                log("bandwidth estimation: ".concat(what), thrown);
            }
        } catch (Throwable e) {
            // There is nobody left to tell; the counters have it.
        }
    }

    private boolean isDue(String what) {
        long nowNs = clock.nanoTime();
        Long last = lastReportNs.get(what);
        if (last != null && nowNs - last < QUIET_NS) {
            return false;
        }
        lastReportNs.put(what, nowNs);
        return true;
    }

    private static void log(String text, @Nullable Throwable thrown) {
        try {
            LOGGER.log(System.Logger.Level.WARNING, text, thrown);
        } catch (Throwable whileLogging) {
            LOGGER.log(System.Logger.Level.WARNING, text.concat(": ")
                    .concat(thrown == null ? "nothing thrown" : thrown.getClass().getName())
                    .concat("; logging it failed with ").concat(whileLogging.getClass().getName()));
        }
    }
}
