package io.bwe.api;

import java.util.Locale;

/** How figures are written for people. */
final class Wording {
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final long KBPS = 1_000;
    private static final double MBPS = 1e6;
    /** Below this, kilobits tell more. */
    private static final long SMALL_BPS = 100_000;

    private Wording() {
    }

    /** A bit rate, such as "1.25 Mb/s". */
    static String rate(long bps) {
        return bps < SMALL_BPS
                ? String.format(Locale.ROOT, "%d kb/s", Math.round((double) bps / KBPS))
                : String.format(Locale.ROOT, "%.2f Mb/s", bps / MBPS);
    }

    /** A change of the bit rate, such as "1.25 Mb/s -> 0.38 Mb/s". */
    static String change(long beforeBps, long afterBps) {
        return rate(beforeBps).concat(" -> ").concat(rate(afterBps));
    }

    /** How long something lasted, such as "2.4 s", "80 ms" or "a moment". */
    static String lasted(long ns) {
        if (ns < NS_PER_MS) {
            return "a moment";
        }
        return ns < NS_PER_SECOND ? ms(ns) : String.format(Locale.ROOT, "%.1f s", ns / NS_PER_SECOND);
    }

    /** A delay, such as "38 ms". */
    static String ms(long ns) {
        return String.format(Locale.ROOT, "%d ms", Math.round(ns / NS_PER_MS));
    }
}
