package io.bwe.browser;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts what a session refuses, and logs the first of each kind. May be used by any thread. */
final class Refusals {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");
    private static final Refusal[] KINDS = Refusal.values();

    private final String session;
    private final AtomicLongArray counts = new AtomicLongArray(KINDS.length);

    Refusals(String session) {
        this.session = session;
    }

    void refuse(Refusal kind) {
        refuse(kind, null);
    }

    void refuse(Refusal kind, @Nullable Throwable cause) {
        if (counts.getAndIncrement(kind.ordinal()) == 0) {
            LOGGER.log(levelOf(kind), session + " refused " + kind.text()
                    + (cause == null ? "" : ": " + cause) + " (further ones are only counted)");
        }
    }

    private static System.Logger.Level levelOf(Refusal kind) {
        // Almost every call begins with that.
        return kind == Refusal.MEDIA_BEFORE_DTLS ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
    }

    long count(Refusal kind) {
        return counts.get(kind.ordinal());
    }

    /** Those kinds that were refused at least once. */
    Map<Refusal, Long> counts() {
        Map<Refusal, Long> map = new EnumMap<>(Refusal.class);
        for (Refusal kind : KINDS) {
            if (count(kind) > 0) {
                map.put(kind, count(kind));
            }
        }
        return map;
    }
}
