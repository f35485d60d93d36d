package io.bwe.testkit;

import java.time.Duration;

/** What a setting of the model may be. Anything else is refused with the range. */
final class Range {
    /** No delay and no time of the model is longer, so that sums of them stay within 64 bits of nanoseconds. */
    static final Duration LONGEST = Duration.ofDays(365);
    static final long HIGHEST_UNSIGNED_32 = 0xFFFF_FFFFL;
    /** The largest RTP payload that a UDP datagram could carry, and more. */
    static final int LARGEST_PAYLOAD = 65_535;

    private Range() {
    }

    static long check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw refusal(name, value, min, max);
        }
        return value;
    }

    static int check(String name, int value, int min, int max) {
        return (int) check(name, (long) value, min, max);
    }

    static double check(String name, double value, double min, double max) {
        // Not a number is outside, too.
        if (!(value >= min && value <= max)) {
            throw refusal(name, value, min, max);
        }
        return value;
    }

    /** In nanoseconds. */
    static long checkNs(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refusal(name, value, min, max);
        }
        return value.toNanos();
    }

    /** In nanoseconds. */
    static long checkNs(String name, Duration value) {
        return checkNs(name, value, Duration.ZERO, LONGEST);
    }

    private static IllegalArgumentException refusal(String name, Object value, Object min, Object max) {
        return new IllegalArgumentException(name + " " + value + " is out of range; allowed is " + min + " to " + max);
    }
}
