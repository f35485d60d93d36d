package io.bwe.cli;

/**
 * Turns an interface's time stamps into nanoseconds since 1970 (pcapng options if_tsresol and if_tsoffset). Times that
 * cannot be meant (before 1970, after 2116) are moved to the nearer end, so that differences never overflow. Immutable.
 *
 * @param resolution if_tsresol: the top bit says whether the unit is a power of 2 or of 10, the rest is the negative
 *        exponent
 * @param offsetSeconds if_tsoffset: added to every time stamp
 */
record CaptureTimestamps(int resolution, long offsetSeconds) {
    /** What holds without the options: microseconds, no offset. */
    static final CaptureTimestamps DEFAULT = new CaptureTimestamps(6, 0);

    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** About 146 years. */
    private static final long LATEST_NS = 1L << 62;
    private static final long LATEST_SECONDS = LATEST_NS / NS_PER_SECOND;
    private static final int BINARY = 0x80;
    /** The largest power of 10 in a long. */
    private static final int MAX_DECIMAL_EXPONENT = 18;

    /** Converts a time stamp, an unsigned number of units. */
    long toNanoseconds(long timestamp) {
        long seconds;
        long fractionNs;
        int exponent = resolution & ~BINARY;
        if ((resolution & BINARY) == 0) {
            long unitsPerSecond = powerOfTen(Math.min(exponent, MAX_DECIMAL_EXPONENT));
            // Finer units than any clock has: drop what a long cannot tell apart.
            long units = exponent > MAX_DECIMAL_EXPONENT
                    ? exponent - MAX_DECIMAL_EXPONENT > MAX_DECIMAL_EXPONENT
                            ? 0
                            : Long.divideUnsigned(timestamp, powerOfTen(exponent - MAX_DECIMAL_EXPONENT))
                    : timestamp;
            seconds = Long.divideUnsigned(units, unitsPerSecond);
            long fraction = Long.remainderUnsigned(units, unitsPerSecond);
            fractionNs = unitsPerSecond <= NS_PER_SECOND
                    ? fraction * (NS_PER_SECOND / unitsPerSecond)
                    : fraction / (unitsPerSecond / NS_PER_SECOND);
        } else {
            seconds = exponent < Long.SIZE ? timestamp >>> exponent : 0;
            // The fraction in units of 2^-64 s; units that are finer still come after the product, to lose nothing.
            long fraction = exponent == 0 ? 0 : timestamp << Math.max(0, Long.SIZE - exponent);
            fractionNs = Math.unsignedMultiplyHigh(fraction, NS_PER_SECOND) >>> Math.max(0, exponent - Long.SIZE);
        }
        return withOffset(seconds, fractionNs);
    }

    /** Adds the offset to seconds, an unsigned number, and moves the sum into the range. */
    private long withOffset(long seconds, long fractionNs) {
        if (offsetSeconds < 0 && Long.compareUnsigned(seconds, -offsetSeconds) < 0) {
            return 0;
        }
        long sum = seconds + offsetSeconds;
        boolean overflows = offsetSeconds > 0 && Long.compareUnsigned(sum, seconds) < 0;
        if (overflows || Long.compareUnsigned(sum, LATEST_SECONDS) > 0) {
            return LATEST_NS;
        }
        return Math.min(sum * NS_PER_SECOND + fractionNs, LATEST_NS);
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
