package io.bwe.testkit.lab;

import java.time.Duration;

/** What settings of the lab may be. Anything else is refused with the range. */
final class Limits {
    static final Duration LONGEST = Duration.ofDays(365);
    static final long HIGHEST_BPS = 100_000_000_000L;

    private Limits() {
    }

    static double check(String name, double value, double min, double max) {
        // Not a number is outside, too.
        if (!(value >= min && value <= max)) {
            throw refusal(name, value, min, max);
        }
        return value;
    }

    static long check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw refusal(name, value, min, max);
        }
        return value;
    }

    /** In nanoseconds. */
    static long checkNs(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw refusal(name, value, Duration.ZERO, LONGEST);
        }
        return value.toNanos();
    }

    private static IllegalArgumentException refusal(String name, Object value, Object min, Object max) {
        return new IllegalArgumentException(name + " " + value + " is out of range; allowed is " + min + " to " + max);
    }
}
