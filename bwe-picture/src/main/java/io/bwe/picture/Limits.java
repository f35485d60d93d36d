package io.bwe.picture;

/** Keeps numbers where a chart can show them. */
final class Limits {
    /** A terabit per second. */
    private static final long MAX_BPS = 1_000_000_000_000L;
    /** Eleven and a half days. */
    private static final double MAX_MS = 1e9;

    private Limits() {
    }

    /** A rate in bits per second, or NaN if it is negative. */
    static double bps(long bps) {
        return bps < 0 ? Double.NaN : Math.min(bps, MAX_BPS);
    }

    /** A finite number of milliseconds; NaN stays what it is. */
    static double ms(double ms) {
        return Math.clamp(ms, -MAX_MS, MAX_MS);
    }
}
