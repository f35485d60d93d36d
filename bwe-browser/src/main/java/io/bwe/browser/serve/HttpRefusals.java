package io.bwe.browser.serve;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs the first refusal of each kind. Safe for use by several threads. */
final class HttpRefusals {
    private static final System.Logger LOGGER = System.getLogger("io.bwe.browser");
    /** From here on a character is as it is; those below control terminals. */
    private static final char FIRST_PRINTABLE = ' ';

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    void count(RefusedException e) {
        if (logged.add(e.what())) {
            LOGGER.log(System.Logger.Level.WARNING,
                    "refused " + e.what() + ": " + printable(String.valueOf(e.getMessage()))
                            + " (further ones are not logged)");
        }
    }

    private static String printable(String text) {
        return text.chars().map(c -> c < FIRST_PRINTABLE || Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, (line, c) -> line.append((char) c), StringBuilder::append).toString();
    }
}
